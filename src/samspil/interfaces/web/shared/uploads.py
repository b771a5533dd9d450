"""Papers that a page takes: in memory only, up to five megabytes, and only from a form of ours."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from samspil.trust.files import MOST_BYTES

AROUND = 100_000
"""What a form weighs beside the file."""


class InMemory(MemoryFileUploadHandler):
    """Takes a request that is small enough into memory; nothing of a larger one is read in at all."""

    def handle_raw_input(self, _input: Any, _meta: Any, content_length: int, *_rest: Any) -> None:
        self.activated = content_length <= MOST_BYTES + AROUND


def is_too_large(request: HttpRequest) -> bool:
    """Whether nothing of a request was read in because it is too large: then it holds no file at all."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES + AROUND


def takes_a_paper(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page take a paper. Everywhere else uploads stay off."""
    guarded = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def taking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return guarded(request, *args, **kwargs)

    return taking
