"""The identity provider of a school: authlib's server, at a real address of this machine.

It judges what our side asks (client, code once, PKCE, nonce) as any provider does. What it says can
be bent by a test: other claims, another key, no answer.
"""

import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import SimpleNamespace
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, abort, jsonify
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

from tests.factories.authenticator import packed

CLIENT_ID, CLIENT_SECRET = "kansmeter", "a secret with / and %"
KEY, OTHER_KEY = (RSAKey.generate_key(2048, parameters={"kid": "1"}) for _ in range(2))


class Client:
    """Us, as the provider knows us."""

    def __init__(self, return_url: str) -> None:
        self.return_url = return_url

    def get_client_id(self) -> str:
        return CLIENT_ID

    def get_default_redirect_uri(self) -> str:
        return self.return_url

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, address: str) -> bool:
        return address == self.return_url

    def check_client_secret(self, secret: str) -> bool:
        return secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method == "client_secret_basic"

    def check_response_type(self, kind: str) -> bool:
        return kind == "code"

    def check_grant_type(self, kind: str) -> bool:
        return kind == "authorization_code"


class Code(SimpleNamespace):
    """A code with which a browser is sent back."""

    def get_redirect_uri(self) -> str:
        return str(self.redirect_uri)

    def get_scope(self) -> str:
        return str(self.scope)


class IdentityProvider:
    """Who is signed in there, and how what it says is bent."""

    def __init__(self, clock: Callable[[], datetime], return_url: str) -> None:
        self.clock = clock
        self.client = Client(return_url)
        self.subject = "pupil-of-nobody"
        self.claims: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.signs_with: Any = KEY
        self.algorithm = "RS256"
        self.shared_key: OctKey | None = None
        self.is_away = False
        self.waits = 0.0
        self.codes: dict[str, Code] = {}
        self.issuer = ""

    def id_token(self, nonce: str) -> str:
        """Return what it says of who is signed in."""
        now = int(self.clock().timestamp())
        about = {"iss": self.issuer, "sub": self.subject, "aud": CLIENT_ID, "nonce": nonce}
        claims = {**about, "iat": now, "exp": now + 300, **self.claims}
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "1"}
        if self.shared_key is not None:
            header = {"alg": "HS256", "kid": "shared"}
            return jwt.encode(header, claims, self.shared_key)
        if self.algorithm == "RS256":
            return jwt.encode(header, claims, self.signs_with)
        # What everybody knows: the open half of the key as a shared secret, or nothing at all.
        signed = ".".join(packed(json.dumps(part).encode()) for part in (header, claims))
        mac = hmac.digest(KEY.as_pem(private=False), signed.encode(), "sha256")
        return f"{signed}.{packed(mac if self.algorithm == 'HS256' else b'')}"

    def discovery(self) -> dict[str, Any]:
        """Return what it says of itself."""
        paths = {"authorization_endpoint": "/ask", "token_endpoint": "/token", "jwks_uri": "/keys"}
        own = {name: self.issuer + path for name, path in paths.items()}
        return {"issuer": self.issuer, **own, **self.told}


def _app(provider: IdentityProvider) -> Flask:
    app = Flask("identity_provider")
    server = AuthorizationServer(app, lambda client_id: provider.client, lambda token, asked: None)

    class Grant(AuthorizationCodeGrant):
        def save_authorization_code(self, code: str, request: Any) -> None:
            data = request.payload.data
            provider.codes[code] = Code(
                code=code,
                redirect_uri=request.payload.redirect_uri,
                scope=request.payload.scope,
                nonce=data["nonce"],
                code_challenge=data["code_challenge"],
                code_challenge_method=data["code_challenge_method"],
            )

        def query_authorization_code(self, code: str, client: Client) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> str:
            return provider.subject

    class Tokens(OpenIDCode):
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return any(code.nonce == nonce for code in provider.codes.values())

        def encode_id_token(self, token: Any, request: Any) -> str:
            return provider.id_token(request.authorization_code.nonce)

    server.register_grant(Grant, [Tokens(require_nonce=True), CodeChallenge(required=True)])

    @app.before_request
    def be_away() -> None:
        time.sleep(provider.waits)
        if provider.is_away:
            abort(502)

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        return jsonify(provider.discovery())

    @app.get("/keys")
    def keys() -> Response:
        shared = provider.shared_key
        told = [] if shared is None else [shared.as_dict(private=True)]
        return jsonify(keys=[KEY.as_dict(private=False), *told])

    @app.get("/ask")
    def ask() -> Response:
        grant = server.get_consent_grant(end_user=provider.subject)
        return server.create_authorization_response(grant=grant, grant_user=provider.subject)

    @app.post("/token")
    def token() -> Response:
        return server.create_token_response()

    return app


@contextmanager
def running_provider(clock: Callable[[], datetime], return_url: str) -> Iterator[IdentityProvider]:
    """Serve a provider on a free port until the block ends."""
    provider = IdentityProvider(clock, return_url)
    server = make_server("127.0.0.1", 0, _app(provider), threaded=True)
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
