"""The public addresses."""

from django.urls import path

from samspil.interfaces.web.public import certificates, feed, offers, views, visits

app_name = "public"
urlpatterns = [
    path("", views.front, name="front"),
    path("was", views.accessibility, name="accessibility"),
    path("certificate", certificates.certificate, name="certificate"),
    path("health", views.health, name="health"),
    path("visits/ask", visits.ask, name="visit-ask"),
    path("visits/thanks", visits.thanks, name="visit-thanks"),
    path("visits/", visits.enter, name="visit-enter"),
    path("visits/mine", visits.mine, name="visit-mine"),
    path("visits/mine/days", visits.other_days, name="visit-days"),
    path("visits/mine/cancel", visits.cancel, name="visit-cancel"),
    path("visits/offer", offers.offer, name="visit-offer"),
    path("visits/offer/no", offers.said_no, name="visit-offer-no"),
    path("visits/cancelled", visits.cancelled, name="visit-cancelled"),
    path("c/<str:token>.ics", feed.feed, name="feed"),
]
