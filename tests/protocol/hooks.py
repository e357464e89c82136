"""What schemathesis has to be told of the relay: who is calling."""

import os
from pathlib import Path

import requests
import schemathesis

OFFICE = Path(os.environ["CAREPLAN_OFFICE"])
URL = os.environ["CAREPLAN_URL"]
NUMBER = OFFICE.name
LOGIN = {"user_id": f"office-{NUMBER}", "password": (OFFICE / "password.txt").read_text()}

connection = requests.Session()
connection.verify = str(OFFICE / "relay-ca.pem")
connection.cert = (str(OFFICE / "certificate.pem"), str(OFFICE / "private-key.pem"))
connection.trust_env = False


def log_in() -> dict:
    answer = connection.post(f"{URL}/v1/login", json=LOGIN, timeout=20)
    answer.raise_for_status()
    return answer.json()


@schemathesis.auth()
class Token:
    def get(self, case, context):
        return log_in()["access_token"]

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"
