"""The answer door's addresses, all below /a/. The token stands in the fragment, never here."""

from django.urls import path

from samspil.interfaces.web.answer import forms, own, views, yeses

app_name = "answer"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("<int:number>", views.statement, name="statement"),
    path("look", views.review, name="review"),
    path("done", views.done, name="done"),
    path("form", forms.form, name="form"),
    path("form/thanks", forms.thanks, name="form-thanks"),
    path("own/", own.home, name="own"),
    path("own/code", own.code, name="own-code"),
    path("own/new-code", own.new_code, name="own-new-code"),
    path("own/plan", own.plan, name="own-plan"),
    path("own/contact", own.contact, name="own-contact"),
    path("own/answers", own.answers, name="own-answers"),
    path("own/answers/<uuid:own_id>", own.sharing, name="own-share"),
    path("own/looks", own.looks, name="own-looks"),
    path("own/yes", yeses.consents, name="own-consents"),
    path("own/receipt", yeses.receipt, name="own-receipt"),
    path("own/receipt.json", yeses.receipt_file, name="own-receipt-file"),
    path("own/stop", yeses.stop, name="own-stop"),
    path("own/stopped", yeses.stopped, name="own-stopped"),
]
