"""What stands in an envelope or a signed content (DER, standard input), as asn1crypto reads it: JSON on standard output."""

import json
import sys

from asn1crypto import cms, core

# Gives the attribute signing_certificate_v2 its name and form.
from asn1crypto import tsp  # noqa: F401


class GcmParameters(core.Sequence):
    """RFC 5084, section 3.2; asn1crypto knows the algorithm but not its parameters."""

    _fields = [
        ("nonce", core.OctetString),
        ("tag_bytes", core.Integer, {"default": 12}),
    ]


def main():
    der = sys.stdin.buffer.read()
    info = cms.ContentInfo.load(der, strict=True)
    content = info["content"]
    # Asks for every value, and so writes each anew below.
    facts = {"type": info["content_type"].native}
    if facts["type"] == "signed_data":
        facts.update(signed(content))
    else:
        facts.update(enveloped(content))
    facts["der"] = info.dump(force=True) == der
    json.dump(facts, sys.stdout)


def enveloped(content):
    encrypted = content["auth_encrypted_content_info"]
    cipher = encrypted["content_encryption_algorithm"]
    gcm = cipher["parameters"].parse(GcmParameters)
    return {
        "version": content["version"].native,
        "content_type": encrypted["content_type"].native,
        "cipher": cipher["algorithm"].native,
        "nonce_bytes": len(gcm["nonce"].native),
        "tag_bytes": gcm["tag_bytes"].native,
        "mac_bytes": len(content["mac"].native),
        "originator": content["originator_info"].native,
        "attributes": [content[name].native for name in ("auth_attrs", "unauth_attrs")],
        "recipients": [recipient(each) for each in content["recipient_infos"]],
    }


def recipient(info):
    chosen = info.chosen
    algorithm = chosen["key_encryption_algorithm"]
    facts = {
        "kind": info.name,
        "version": chosen["version"].native,
        "algorithm": algorithm["algorithm"].native,
    }
    if info.name == "ktri":
        oaep = algorithm["parameters"]
        facts["hash"] = oaep["hash_algorithm"]["algorithm"].native
        facts["mask"] = oaep["mask_gen_algorithm"]["algorithm"].native
        facts["mask_hash"] = oaep["mask_gen_algorithm"]["parameters"]["algorithm"].native
    else:
        wrap = algorithm["parameters"].parse(cms.KeyEncryptionAlgorithm)
        facts["wrap"] = wrap["algorithm"].native
        facts["originator"] = chosen["originator"].name
        facts["keys"] = len(chosen["recipient_encrypted_keys"])
    return facts


def signed(content):
    return {
        "version": content["version"].native,
        "content_type": content["encap_content_info"]["content_type"].native,
        "digests": [each["algorithm"].native for each in content["digest_algorithms"]],
        "certificates": len(content["certificates"]),
        "revocation_lists": content["crls"].native,
        "signers": [signer(each) for each in content["signer_infos"]],
    }


def signer(info):
    return {
        "version": info["version"].native,
        "sid": info["sid"].name,
        "digest": info["digest_algorithm"]["algorithm"].native,
        "signature": info["signature_algorithm"]["algorithm"].native,
        "attributes": [each["type"].native for each in info["signed_attrs"]],
        "unsigned": info["unsigned_attrs"].native,
    }


if __name__ == "__main__":
    main()
