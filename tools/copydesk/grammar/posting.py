"""How a form reaches a server: on this machine at once, elsewhere through whatever stands between."""

from __future__ import annotations

from collections.abc import Mapping
from http import client
from typing import Protocol
from urllib.parse import urlencode, urlsplit

_CONNECT_SECONDS = 5
# A first request loads the rules: ten seconds on a slow machine, several times that on a busy one.
_READ_SECONDS = 240


class Posting(Protocol):
    """Sends forms to a server, from several threads at once."""

    def post(self, url: str, form: Mapping[str, str]) -> tuple[int, bytes]:
        """The status and the body of the answer.

        Raises OSError or http.client.HTTPException where there is none.
        """

    def close(self) -> None:
        """Let go of what is open."""


class Here:
    """To the machine's own address, which must never go through a proxy."""

    def post(self, url: str, form: Mapping[str, str]) -> tuple[int, bytes]:
        """The status and the body of the answer.

        Raises OSError or http.client.HTTPException where there is none.
        """
        parts = urlsplit(url)
        server = client.HTTPConnection(parts.netloc, timeout=_CONNECT_SECONDS)
        try:
            server.connect()
            server.sock.settimeout(_READ_SECONDS)
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            server.request("POST", parts.path, urlencode(form), headers)
            answer = server.getresponse()
            return answer.status, answer.read()
        finally:
            server.close()

    def close(self) -> None:
        """Nothing stays open."""


class There:
    """To somebody's server, through proxies and with the certificates that are configured."""

    def __init__(self) -> None:
        import requests

        self._session = requests.Session()

    def post(self, url: str, form: Mapping[str, str]) -> tuple[int, bytes]:
        """The status and the body of the answer.

        Raises OSError where there is none.
        """
        answer = self._session.post(url, data=form, timeout=(_CONNECT_SECONDS, _READ_SECONDS))
        return answer.status_code, answer.content

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()
