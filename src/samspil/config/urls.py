"""Which door answers where."""

from django.urls import include, path

urlpatterns = [
    path("o/", include("samspil.interfaces.web.office.urls")),
    path("f/", include("samspil.interfaces.web.field.urls")),
    path("a/", include("samspil.interfaces.web.answer.urls")),
    path("e/", include("samspil.interfaces.web.entrance.urls")),
    path("", include("samspil.interfaces.web.public.urls")),
]

handler400 = "samspil.interfaces.web.shared.faults.bad_request"
handler403 = "samspil.interfaces.web.shared.faults.forbidden"
handler404 = "samspil.interfaces.web.shared.faults.not_found"
handler500 = "samspil.interfaces.web.shared.faults.server_error"
