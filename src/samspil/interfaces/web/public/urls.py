"""The public addresses."""

from django.urls import path

from samspil.interfaces.web.public import certificates, feed, views

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("was", views.accessibility, name="accessibility"),
    path("certificate", certificates.certificate, name="certificate"),
    path("health", views.health, name="health"),
    path("c/<str:token>.ics", feed.feed, name="feed"),
]
