"""The answer door's addresses, all below /a/. The token stands in the fragment, never here."""

from django.urls import path

from samspil.interfaces.web.answer import views

app_name = "answer"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("<int:number>", views.statement, name="statement"),
    path("look", views.review, name="review"),
    path("done", views.done, name="done"),
]
