"""The office's addresses, all below /o/. They never name the programme's subject."""

from django.urls import path

from samspil.interfaces.web.office import consents, counts, courses, family, figures, home, parents, steps

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("courses/", courses.listed, name="courses"),
    path("courses/offer", steps.offer, name="offer"),
    path("courses/<uuid:course_id>", courses.course, name="course"),
    path("courses/<uuid:course_id>/who", courses.identity, name="identity"),
    path("courses/<uuid:course_id>/yes", steps.accept, name="accept"),
    path("courses/<uuid:course_id>/no", steps.decline, name="decline"),
    path("courses/<uuid:course_id>/consent", consents.consent, name="consent"),
    path("courses/<uuid:course_id>/consents", consents.consents, name="consents"),
    path("courses/<uuid:course_id>/consents/<uuid:consent_id>/back", consents.withdraw, name="withdraw"),
    path("courses/<uuid:course_id>/renew", consents.renew, name="renew"),
    path("courses/<uuid:course_id>/basis", consents.basis, name="basis"),
    path("courses/<uuid:course_id>/stop", consents.stop, name="stop"),
    path("own-yes", consents.own_yes, name="own-yes"),
    path("courses/<uuid:course_id>/mentor", steps.mentor, name="mentor"),
    path("courses/<uuid:course_id>/plan", steps.plan, name="plan"),
    path("courses/<uuid:course_id>/joining", family.ask, name="joining"),
    path("courses/<uuid:course_id>/joining/with", family.join, name="join"),
    path("courses/<uuid:course_id>/joining/<uuid:joining_id>/part", family.part, name="part"),
    path("courses/<uuid:course_id>/before", family.practical, name="practical"),
    path("courses/<uuid:course_id>/other", family.second, name="second"),
    path("courses/<uuid:course_id>/other/who", family.second_who, name="second-who"),
    path("courses/<uuid:course_id>/other/yeses", family.second_yeses, name="second-yeses"),
    path("courses/<uuid:course_id>/other/stop", family.second_leave, name="second-leave"),
    path("parents/", parents.overview, name="parents"),
    path("parents/offer", parents.offer, name="parent-offer"),
    path("parents/offers/<uuid:offer_id>", parents.answer, name="parent-answer"),
    path("networks/new", parents.network_new, name="network-new"),
    path("networks/<uuid:network_id>", parents.network, name="network"),
    path("without-name/advice", parents.counselling, name="counselling"),
    path("without-name/sparring", parents.consultation, name="consultation"),
    path("material/", parents.material_list, name="material"),
    path("material/<slug:piece>/<slug:language>", parents.material_piece, name="material-piece"),
    path("figures/", counts.figures, name="figures"),
    path("measurements/", figures.board, name="measurements"),
    path("measurements/<uuid:measurement_id>/reason", figures.reason, name="reason"),
    path("totals/", figures.totals, name="totals"),
    path("log/", figures.log, name="log"),
    path("help", figures.help_card, name="help"),
]
