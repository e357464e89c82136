"""The C ABI for ctypes: structs, callbacks and signatures. Generated from careplan.h; do not edit."""

from __future__ import annotations

from ctypes import CDLL, CFUNCTYPE, POINTER, Structure, c_char_p, c_int32, c_int64, c_size_t, c_uint32, c_uint64, c_void_p
from typing import Any

ABI_VERSION = 1


class cpl_text(Structure):
    _fields_ = [
        ("data", c_void_p),
        ("len", c_size_t),
    ]


class cpl_bytes(Structure):
    _fields_ = [
        ("data", c_void_p),
        ("len", c_size_t),
    ]


class cpl_finding(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("severity", c_uint32),
        ("record", c_uint32),
        ("item", c_uint32),
        ("place_from", c_uint32),
        ("place_to", c_uint32),
        ("code", cpl_text),
        ("file", cpl_text),
        ("item_name", cpl_text),
        ("value", cpl_text),
        ("message", cpl_text),
        ("hint", cpl_text),
    ]


class cpl_code_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("severity", c_uint32),
        ("code", cpl_text),
        ("name", cpl_text),
        ("block", cpl_text),
        ("message", cpl_text),
        ("hint", cpl_text),
        ("example", cpl_text),
        ("source", cpl_text),
    ]


class cpl_place(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("record", c_uint32),
        ("item", c_uint32),
        ("reserved", c_uint32),
        ("file", cpl_text),
        ("item_name", cpl_text),
    ]


class cpl_file_kind(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("sender", c_uint32),
        ("has_month", c_uint32),
        ("has_records", c_uint32),
        ("kind", cpl_text),
        ("name_ja", cpl_text),
    ]


class cpl_set_kind(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("file_count", c_uint32),
        ("annex_count", c_uint32),
        ("reserved", c_uint32),
        ("kind", cpl_text),
        ("name_ja", cpl_text),
    ]


class cpl_item(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("no", c_uint32),
        ("value_type", c_uint32),
        ("max_length", c_uint32),
        ("is_mandatory", c_uint32),
        ("allows_none", c_uint32),
        ("identifier", cpl_text),
        ("name_ja", cpl_text),
        ("code_list", cpl_text),
    ]


class cpl_items(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("reserved", c_uint32),
        ("texts", POINTER(cpl_text)),
        ("text_count", c_size_t),
        ("first", POINTER(c_size_t)),
        ("record_count", c_size_t),
    ]


class cpl_read_options(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("profile", c_uint32),
        ("threads", c_uint32),
        ("reserved", c_uint32),
    ]


class cpl_document_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("edition", c_uint32),
        ("encoding", c_uint32),
        ("has_header", c_uint32),
        ("has_standard_name", c_uint32),
        ("has_errors", c_uint32),
        ("record_count", c_size_t),
        ("byte_count", c_size_t),
        ("kind", cpl_text),
        ("kind_name_ja", cpl_text),
        ("month", cpl_text),
        ("sender", cpl_text),
        ("sender_kind", cpl_text),
        ("receiver", cpl_text),
        ("receiver_kind", cpl_text),
        ("stamp", cpl_text),
        ("branch", cpl_text),
    ]


class cpl_substitution_options(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("without", c_uint32),
        ("own_originals", POINTER(cpl_text)),
        ("own_replacements", POINTER(cpl_text)),
        ("own_count", c_size_t),
    ]


class cpl_substitution(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("how", c_uint32),
        ("position", c_size_t),
        ("original", cpl_text),
        ("replacement", cpl_text),
        ("text", cpl_text),
    ]


class cpl_change(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("record", c_uint32),
        ("item", c_uint32),
        ("count", c_uint32),
        ("code", cpl_text),
        ("item_name", cpl_text),
        ("text", cpl_text),
        ("original", cpl_text),
        ("replacement", cpl_text),
    ]


class cpl_set_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("edition", c_uint32),
        ("has_errors", c_uint32),
        ("reserved", c_uint32),
        ("document_count", c_size_t),
        ("kind", cpl_text),
        ("kind_name_ja", cpl_text),
        ("sender", cpl_text),
        ("sender_kind", cpl_text),
        ("receiver", cpl_text),
        ("receiver_kind", cpl_text),
        ("stamp", cpl_text),
        ("month", cpl_text),
    ]


class cpl_progress(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("phase", c_uint32),
        ("done", c_uint64),
        ("total", c_uint64),
        ("message", cpl_text),
    ]

cpl_progress_fn: Any = CFUNCTYPE(None, c_void_p, c_void_p)


class cpl_control(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("reserved", c_uint32),
        ("cancel", c_void_p),
        ("progress", cpl_progress_fn),
        ("context", c_void_p),
    ]


class cpl_log_line(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("level", c_uint32),
        ("at", cpl_text),
        ("code", cpl_text),
        ("message", cpl_text),
        ("text_ja", cpl_text),
        ("text_en", cpl_text),
    ]

cpl_log_fn: Any = CFUNCTYPE(None, c_void_p, c_void_p)


class cpl_office_options(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("log_level", c_uint32),
        ("relay_password", c_void_p),
        ("relay_password_len", c_size_t),
        ("key_password", c_void_p),
        ("key_password_len", c_size_t),
        ("log", cpl_log_fn),
        ("log_context", c_void_p),
    ]


class cpl_office_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("way", c_uint32),
        ("environment", c_uint32),
        ("has_identity", c_uint32),
        ("number", cpl_text),
        ("name", cpl_text),
        ("kinds", cpl_text),
        ("folder", cpl_text),
        ("store_folder", cpl_text),
        ("relay_url", cpl_text),
    ]


class cpl_sync_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("is_complete", c_uint32),
        ("ended_by", c_uint32),
        ("sent", c_uint32),
        ("taken", c_uint32),
        ("withdrawn", c_uint32),
        ("ended", c_uint32),
        ("handed_over", c_uint32),
        ("offered", c_uint32),
        ("fetched", c_uint32),
        ("receipts", c_uint32),
        ("rejections", c_uint32),
        ("problems", c_uint32),
        ("refused", c_uint32),
        ("unfinished", c_uint32),
        ("reserved", c_uint32),
        ("next", cpl_text),
    ]


class cpl_reason(Structure):
    _fields_ = [
        ("code", cpl_text),
        ("message_ja", cpl_text),
        ("hint_ja", cpl_text),
        ("message_en", cpl_text),
        ("hint_en", cpl_text),
    ]


class cpl_sync_problem(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("status", c_uint32),
        ("is_retryable", c_uint32),
        ("reserved", c_uint32),
        ("retry_after", c_uint64),
        ("message", cpl_text),
        ("reason", cpl_reason),
    ]


class cpl_query(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("flags", c_uint32),
        ("states", c_uint32),
        ("order", c_uint32),
        ("limit", c_uint32),
        ("offset", c_uint32),
        ("partner", c_void_p),
        ("partner_len", c_size_t),
        ("month", c_void_p),
        ("month_len", c_size_t),
        ("set", c_void_p),
        ("set_len", c_size_t),
        ("insurer", c_void_p),
        ("insurer_len", c_size_t),
        ("insured", c_void_p),
        ("insured_len", c_size_t),
        ("since", c_void_p),
        ("since_len", c_size_t),
        ("until", c_void_p),
        ("until_len", c_size_t),
    ]


class cpl_step(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("state", c_uint32),
        ("at", cpl_text),
    ]


class cpl_cover_file(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("reserved", c_uint32),
        ("size", c_uint64),
        ("name", cpl_text),
        ("sha256", cpl_text),
    ]


class cpl_sent_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("state", c_uint32),
        ("is_final", c_uint32),
        ("is_withdrawing", c_uint32),
        ("has_receipt", c_uint32),
        ("receipt_status", c_uint32),
        ("content_kept", c_uint32),
        ("has_cover", c_uint32),
        ("cover_status", c_uint32),
        ("file_count", c_uint32),
        ("size", c_uint64),
        ("id", cpl_text),
        ("sender", cpl_text),
        ("receiver", cpl_text),
        ("stamp", cpl_text),
        ("set", cpl_text),
        ("set_name", cpl_text),
        ("month", cpl_text),
        ("created_at", cpl_text),
        ("since", cpl_text),
        ("next_attempt", cpl_text),
        ("reason", cpl_reason),
        ("taken_at", cpl_text),
        ("taken_by", cpl_text),
        ("subject", cpl_text),
        ("body", cpl_text),
    ]


class cpl_received_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("state", c_uint32),
        ("is_final", c_uint32),
        ("content_kept", c_uint32),
        ("cover_status", c_uint32),
        ("suggested_rejection", c_uint32),
        ("file_count", c_uint32),
        ("reserved", c_uint32),
        ("size", c_uint64),
        ("id", cpl_text),
        ("sender", cpl_text),
        ("receiver", cpl_text),
        ("stamp", cpl_text),
        ("set", cpl_text),
        ("set_name", cpl_text),
        ("month", cpl_text),
        ("sealed_at", cpl_text),
        ("since", cpl_text),
        ("next_attempt", cpl_text),
        ("reason", cpl_reason),
        ("cover_fault", cpl_reason),
        ("subject", cpl_text),
        ("body", cpl_text),
    ]


class cpl_delivery_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("document_count", c_uint32),
        ("is_signed", c_uint32),
        ("reserved", c_uint32),
        ("id", cpl_text),
        ("sender", cpl_text),
        ("receiver", cpl_text),
        ("stamp", cpl_text),
        ("set", cpl_text),
        ("set_name", cpl_text),
        ("subject", cpl_text),
        ("body", cpl_text),
        ("sealed_at", cpl_text),
        ("software", cpl_text),
    ]


class cpl_signer(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("revocation", c_uint32),
        ("warning_count", c_uint32),
        ("reserved", c_uint32),
        ("office", cpl_text),
        ("signed_at", cpl_text),
        ("subject", cpl_text),
        ("issuer", cpl_text),
        ("serial", cpl_text),
        ("not_before", cpl_text),
        ("not_after", cpl_text),
        ("fingerprint", cpl_text),
        ("certificate", cpl_bytes),
        ("warnings_ja", cpl_text),
        ("warnings_en", cpl_text),
    ]


class cpl_receipt_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("reserved", c_uint32),
        ("message", cpl_text),
        ("sender", cpl_text),
        ("receiver", cpl_text),
        ("taken_at", cpl_text),
        ("content_sha256", cpl_text),
        ("signed_sha256", cpl_text),
    ]


class cpl_event(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("direction", c_uint32),
        ("state", c_uint32),
        ("reserved", c_uint32),
        ("number", c_uint64),
        ("message", cpl_text),
        ("at", cpl_text),
    ]


class cpl_refused(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("file_count", c_uint32),
        ("id", cpl_text),
    ]


class cpl_unfinished(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("why", c_uint32),
        ("file", cpl_text),
    ]


class cpl_directory_entry(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("takes_part", c_uint32),
        ("certificate_count", c_uint32),
        ("certificate_status", c_uint32),
        ("number", cpl_text),
        ("name", cpl_text),
        ("kinds", cpl_text),
        ("editions", cpl_text),
        ("certificate_not_after", cpl_text),
    ]


class cpl_relay_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("environment", c_uint32),
        ("protocol_version", c_uint32),
        ("retention_days", c_uint32),
        ("max_content_bytes", c_uint64),
        ("server_time", cpl_text),
        ("down_from", cpl_text),
        ("down_until", cpl_text),
    ]


class cpl_overview_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("worker_runs", c_uint32),
        ("last_sync_complete", c_uint32),
        ("last_sync_problems", c_uint32),
        ("is_renewal_due", c_uint32),
        ("has_clock_skew", c_uint32),
        ("renewal_days_left", c_int64),
        ("clock_skew_seconds", c_int64),
        ("oldest_waiting", cpl_text),
        ("last_sync_at", cpl_text),
        ("last_sync_reason", cpl_reason),
        ("renewal_not_after", cpl_text),
        ("password_expires_at", cpl_text),
    ]


class cpl_access_query(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("limit", c_uint32),
        ("after", c_uint64),
        ("insurer", c_void_p),
        ("insurer_len", c_size_t),
        ("insured", c_void_p),
        ("insured_len", c_size_t),
        ("since", c_void_p),
        ("since_len", c_size_t),
        ("until", c_void_p),
        ("until_len", c_size_t),
    ]


class cpl_access_entry(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("person_count", c_uint32),
        ("number", c_uint64),
        ("at", cpl_text),
        ("actor", cpl_text),
        ("operation", cpl_text),
        ("message", cpl_text),
        ("outcome", cpl_text),
        ("hash", cpl_text),
    ]


class cpl_access_head_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("reserved", c_uint32),
        ("entries", c_uint64),
        ("office", cpl_text),
        ("hash", cpl_text),
    ]


class cpl_certificate_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("is_renewal_due", c_uint32),
        ("is_valid_now", c_uint32),
        ("days_left", c_int32),
        ("office", cpl_text),
        ("subject", cpl_text),
        ("issuer", cpl_text),
        ("serial", cpl_text),
        ("fingerprint", cpl_text),
        ("algorithm", cpl_text),
        ("not_before", cpl_text),
        ("not_after", cpl_text),
    ]


class cpl_trust_options(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("revocation", c_uint32),
        ("has_expired_grace", c_uint32),
        ("expired_grace_days", c_uint32),
        ("roots", c_void_p),
        ("roots_len", c_size_t),
        ("intermediates", c_void_p),
        ("intermediates_len", c_size_t),
        ("crls", c_void_p),
        ("crls_len", c_size_t),
        ("office_rule", c_void_p),
        ("office_rule_len", c_size_t),
        ("at", c_void_p),
        ("at_len", c_size_t),
    ]


class cpl_opened_info(Structure):
    _fields_ = [
        ("struct_size", c_uint32),
        ("file_count", c_uint32),
        ("id", cpl_text),
        ("sender", cpl_text),
        ("sender_kind", cpl_text),
        ("receiver", cpl_text),
        ("receiver_kind", cpl_text),
        ("stamp", cpl_text),
        ("set", cpl_text),
        ("subject", cpl_text),
        ("body", cpl_text),
        ("created_at", cpl_text),
        ("software", cpl_text),
        ("content_sha256", cpl_text),
    ]

cpl_event_fn: Any = CFUNCTYPE(None, c_void_p, c_void_p)

# Result and arguments of each export.
SIGNATURES: dict[str, tuple[Any, list[Any]]] = {
    "cpl_abi_version": (c_uint32, []),
    "cpl_version": (c_uint32, [POINTER(cpl_text)]),
    "cpl_capabilities": (c_uint32, [POINTER(c_uint32)]),
    "cpl_status_name": (c_uint32, [c_uint32, POINTER(cpl_text)]),
    "cpl_status_category": (c_uint32, [c_uint32, POINTER(c_uint32)]),
    "cpl_status_message": (c_uint32, [c_uint32, c_uint32, POINTER(cpl_text)]),
    "cpl_blob_bytes": (c_uint32, [c_void_p, POINTER(cpl_bytes)]),
    "cpl_blob_free": (None, [c_void_p]),
    "cpl_findings_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_findings_severity_counts": (c_uint32, [c_void_p, POINTER(c_size_t), POINTER(c_size_t), POINTER(c_size_t)]),
    "cpl_findings_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_finding)]),
    "cpl_findings_free": (None, [c_void_p]),
    "cpl_codes_explain": (c_uint32, [c_char_p, c_size_t, c_uint32, POINTER(c_void_p)]),
    "cpl_codes_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_codes_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_code_info)]),
    "cpl_codes_free": (None, [c_void_p]),
    "cpl_error_status": (c_uint32, [c_void_p, POINTER(c_uint32)]),
    "cpl_error_code": (c_uint32, [c_void_p, POINTER(cpl_text)]),
    "cpl_error_message": (c_uint32, [c_void_p, c_uint32, POINTER(cpl_text)]),
    "cpl_error_hint": (c_uint32, [c_void_p, c_uint32, POINTER(cpl_text)]),
    "cpl_error_is_retryable": (c_uint32, [c_void_p, POINTER(c_uint32)]),
    "cpl_error_retry_after": (c_uint32, [c_void_p, POINTER(c_uint64)]),
    "cpl_error_place": (c_uint32, [c_void_p, POINTER(cpl_place)]),
    "cpl_error_findings": (c_uint32, [c_void_p, c_uint32, POINTER(c_void_p)]),
    "cpl_error_free": (None, [c_void_p]),
    "cpl_file_kind_count": (c_uint32, [POINTER(c_size_t)]),
    "cpl_file_kind_get": (c_uint32, [c_size_t, POINTER(cpl_file_kind)]),
    "cpl_set_kind_count": (c_uint32, [c_uint32, POINTER(c_size_t)]),
    "cpl_set_kind_get": (c_uint32, [c_uint32, c_size_t, POINTER(cpl_set_kind)]),
    "cpl_set_kind_file": (c_uint32, [c_uint32, c_size_t, c_size_t, POINTER(cpl_text)]),
    "cpl_service_kind_name": (c_uint32, [c_char_p, c_size_t, POINTER(cpl_text)]),
    "cpl_layout_of_kind": (c_uint32, [c_char_p, c_size_t, c_uint32, POINTER(c_void_p)]),
    "cpl_layout_kind": (c_uint32, [c_void_p, POINTER(cpl_text)]),
    "cpl_layout_item_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_layout_item": (c_uint32, [c_void_p, c_uint32, POINTER(cpl_item)]),
    "cpl_layout_find": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_uint32)]),
    "cpl_layout_code_count": (c_uint32, [c_void_p, c_uint32, POINTER(c_size_t)]),
    "cpl_layout_code": (c_uint32, [c_void_p, c_uint32, c_size_t, POINTER(cpl_text), POINTER(cpl_text)]),
    "cpl_layout_code_meaning": (c_uint32, [c_void_p, c_uint32, c_char_p, c_size_t, POINTER(cpl_text)]),
    "cpl_layout_free": (None, [c_void_p]),
    "cpl_document_read": (c_uint32, [c_char_p, c_size_t, c_char_p, c_size_t, POINTER(cpl_read_options), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_document_read_file": (c_uint32, [c_char_p, c_size_t, POINTER(cpl_read_options), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_document_name": (c_uint32, [c_void_p, POINTER(cpl_text)]),
    "cpl_document_bytes": (c_uint32, [c_void_p, POINTER(cpl_bytes)]),
    "cpl_document_get": (c_uint32, [c_void_p, POINTER(cpl_document_info)]),
    "cpl_document_layout": (c_uint32, [c_void_p, POINTER(c_void_p)]),
    "cpl_document_record_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_document_items": (c_uint32, [c_void_p, POINTER(cpl_items)]),
    "cpl_document_item": (c_uint32, [c_void_p, c_size_t, c_uint32, POINTER(cpl_text)]),
    "cpl_document_findings": (c_uint32, [c_void_p, c_uint32, POINTER(c_void_p)]),
    "cpl_document_write": (c_uint32, [c_void_p, c_char_p, c_size_t, c_uint32, POINTER(c_void_p)]),
    "cpl_document_free": (None, [c_void_p]),
    "cpl_document_record": (c_uint32, [c_void_p, c_size_t, POINTER(c_void_p)]),
    "cpl_record_item_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_record_items": (c_uint32, [c_void_p, POINTER(cpl_items)]),
    "cpl_record_item": (c_uint32, [c_void_p, c_uint32, POINTER(cpl_text)]),
    "cpl_record_item_named": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(cpl_text)]),
    "cpl_record_item_bytes": (c_uint32, [c_void_p, c_uint32, POINTER(cpl_bytes)]),
    "cpl_record_item_name": (c_uint32, [c_void_p, c_uint32, POINTER(cpl_text)]),
    "cpl_record_free": (None, [c_void_p]),
    "cpl_file_draft_new": (c_uint32, [c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_file_draft_of": (c_uint32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_image_name": (c_uint32, [c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, c_uint32, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_file_draft_name": (c_uint32, [c_void_p, POINTER(c_void_p)]),
    "cpl_file_draft_layout": (c_uint32, [c_void_p, POINTER(c_void_p)]),
    "cpl_file_draft_record_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_file_draft_readdress": (c_uint32, [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p)]),
    "cpl_file_draft_set_month": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p)]),
    "cpl_file_draft_record": (c_uint32, [c_void_p, c_size_t, POINTER(c_void_p)]),
    "cpl_file_draft_insert": (c_uint32, [c_void_p, c_size_t, c_void_p, POINTER(c_void_p)]),
    "cpl_file_draft_replace": (c_uint32, [c_void_p, c_size_t, c_void_p, POINTER(c_void_p)]),
    "cpl_file_draft_remove": (c_uint32, [c_void_p, c_size_t]),
    "cpl_file_draft_finish": (c_uint32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_record_draft_of": (c_uint32, [c_void_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_record_draft_set": (c_uint32, [c_void_p, c_uint32, c_char_p, c_size_t, POINTER(c_void_p)]),
    "cpl_record_draft_set_named": (c_uint32, [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p)]),
    "cpl_record_draft_set_all": (c_uint32, [c_void_p, POINTER(cpl_text), c_size_t, POINTER(c_void_p)]),
    "cpl_record_draft_text": (c_uint32, [c_void_p, c_uint32, POINTER(c_void_p)]),
    "cpl_record_draft_take_over": (c_uint32, [c_void_p, c_void_p]),
    "cpl_record_draft_free": (None, [c_void_p]),
    "cpl_file_draft_free": (None, [c_void_p]),
    "cpl_substitute": (c_uint32, [c_char_p, c_size_t, POINTER(cpl_substitution_options), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_substituted_text": (c_uint32, [c_void_p, POINTER(cpl_text)]),
    "cpl_substituted_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_substituted_get": (c_uint32, [c_void_p, c_size_t, c_uint32, POINTER(cpl_substitution)]),
    "cpl_substituted_free": (None, [c_void_p]),
    "cpl_repair": (c_uint32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_repaired_document": (c_uint32, [c_void_p, POINTER(c_void_p)]),
    "cpl_repaired_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_repaired_get": (c_uint32, [c_void_p, c_size_t, c_uint32, POINTER(cpl_change)]),
    "cpl_repaired_obstacle": (c_uint32, [c_void_p, c_uint32, POINTER(cpl_text)]),
    "cpl_repaired_free": (None, [c_void_p]),
    "cpl_upgrade": (c_uint32, [POINTER(c_void_p), c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_upgraded_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_upgraded_document": (c_uint32, [c_void_p, c_size_t, POINTER(c_void_p)]),
    "cpl_upgraded_source": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_text)]),
    "cpl_upgraded_change_count": (c_uint32, [c_void_p, c_size_t, POINTER(c_size_t)]),
    "cpl_upgraded_change": (c_uint32, [c_void_p, c_size_t, c_size_t, c_uint32, POINTER(cpl_text)]),
    "cpl_upgraded_findings": (c_uint32, [c_void_p, c_uint32, POINTER(c_void_p)]),
    "cpl_upgraded_free": (None, [c_void_p]),
    "cpl_set_build": (c_uint32, [POINTER(c_void_p), c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_set_get": (c_uint32, [c_void_p, POINTER(cpl_set_info)]),
    "cpl_set_document_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_set_document": (c_uint32, [c_void_p, c_size_t, POINTER(c_void_p)]),
    "cpl_set_findings": (c_uint32, [c_void_p, c_uint32, POINTER(c_void_p)]),
    "cpl_set_free": (None, [c_void_p]),
    "cpl_group": (c_uint32, [POINTER(c_void_p), c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_group_folder": (c_uint32, [c_char_p, c_size_t, POINTER(cpl_read_options), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_groups_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_groups_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_set_info)]),
    "cpl_groups_document": (c_uint32, [c_void_p, c_size_t, c_size_t, POINTER(c_void_p)]),
    "cpl_groups_findings": (c_uint32, [c_void_p, c_size_t, c_uint32, POINTER(c_void_p)]),
    "cpl_groups_build": (c_uint32, [c_void_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_groups_free": (None, [c_void_p]),
    "cpl_cancel_new": (c_uint32, [POINTER(c_void_p)]),
    "cpl_cancel_request": (c_uint32, [c_void_p]),
    "cpl_cancel_is_requested": (c_uint32, [c_void_p, POINTER(c_uint32)]),
    "cpl_cancel_free": (None, [c_void_p]),
    "cpl_office_open": (c_uint32, [c_char_p, c_size_t, POINTER(cpl_office_options), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_number": (c_uint32, [c_void_p, POINTER(cpl_text)]),
    "cpl_office_get": (c_uint32, [c_void_p, POINTER(cpl_office_info)]),
    "cpl_office_certificate_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_office_certificate": (c_uint32, [c_void_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_set_actor": (c_uint32, [c_void_p, c_char_p, c_size_t]),
    "cpl_office_reload_identities": (c_uint32, [c_void_p, POINTER(c_void_p)]),
    "cpl_office_reload_account": (c_uint32, [c_void_p, POINTER(c_void_p)]),
    "cpl_office_set_password": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p)]),
    "cpl_office_reload_crls": (c_uint32, [c_void_p, POINTER(c_void_p)]),
    "cpl_office_add_crl": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_uint32), POINTER(c_void_p)]),
    "cpl_office_free": (None, [c_void_p]),
    "cpl_office_send": (c_uint32, [c_void_p, c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, c_uint32, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_outgoing_is_new": (c_uint32, [c_void_p, POINTER(c_uint32)]),
    "cpl_outgoing_id": (c_uint32, [c_void_p, POINTER(cpl_text)]),
    "cpl_outgoing_free": (None, [c_void_p]),
    "cpl_office_withdraw": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p)]),
    "cpl_office_sync": (c_uint32, [c_void_p, POINTER(cpl_control), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_sync_report_get": (c_uint32, [c_void_p, POINTER(cpl_sync_info)]),
    "cpl_sync_report_problem_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_sync_report_problem": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_sync_problem)]),
    "cpl_sync_report_free": (None, [c_void_p]),
    "cpl_worker_start": (c_uint32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_wake": (c_uint32, [c_void_p]),
    "cpl_worker_stop": (None, [c_void_p]),
    "cpl_office_sent": (c_uint32, [c_void_p, POINTER(cpl_query), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_sent_message": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_sent_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_sent_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_sent_info)]),
    "cpl_sent_step_count": (c_uint32, [c_void_p, c_size_t, POINTER(c_size_t)]),
    "cpl_sent_step": (c_uint32, [c_void_p, c_size_t, c_size_t, POINTER(cpl_step)]),
    "cpl_sent_file": (c_uint32, [c_void_p, c_size_t, c_size_t, POINTER(cpl_cover_file)]),
    "cpl_sent_state_name": (c_uint32, [c_uint32, c_uint32, POINTER(cpl_text)]),
    "cpl_sent_free": (None, [c_void_p]),
    "cpl_office_received": (c_uint32, [c_void_p, POINTER(cpl_query), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_received_message": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_received_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_received_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_received_info)]),
    "cpl_received_step_count": (c_uint32, [c_void_p, c_size_t, POINTER(c_size_t)]),
    "cpl_received_step": (c_uint32, [c_void_p, c_size_t, c_size_t, POINTER(cpl_step)]),
    "cpl_received_file": (c_uint32, [c_void_p, c_size_t, c_size_t, POINTER(cpl_cover_file)]),
    "cpl_received_state_name": (c_uint32, [c_uint32, c_uint32, POINTER(cpl_text)]),
    "cpl_received_free": (None, [c_void_p]),
    "cpl_office_take": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(cpl_control), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_open_sent": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_delivery_get": (c_uint32, [c_void_p, POINTER(cpl_delivery_info)]),
    "cpl_delivery_signer": (c_uint32, [c_void_p, POINTER(cpl_signer)]),
    "cpl_delivery_document_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_delivery_document": (c_uint32, [c_void_p, c_size_t, POINTER(c_void_p)]),
    "cpl_delivery_free": (None, [c_void_p]),
    "cpl_office_acknowledge": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p)]),
    "cpl_office_reject": (c_uint32, [c_void_p, c_char_p, c_size_t, c_uint32, POINTER(c_void_p)]),
    "cpl_office_receipt": (c_uint32, [c_void_p, c_uint32, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_receipt_get": (c_uint32, [c_void_p, POINTER(cpl_receipt_info)]),
    "cpl_receipt_signer": (c_uint32, [c_void_p, POINTER(cpl_signer)]),
    "cpl_receipt_bytes": (c_uint32, [c_void_p, POINTER(cpl_bytes)]),
    "cpl_receipt_free": (None, [c_void_p]),
    "cpl_office_export_evidence": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_verify_evidence": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_find_ids": (c_uint32, [c_void_p, c_uint32, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_ids_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_ids_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_text)]),
    "cpl_ids_free": (None, [c_void_p]),
    "cpl_office_set_event_handler": (c_uint32, [c_void_p, cpl_event_fn, c_void_p, POINTER(c_void_p)]),
    "cpl_office_events": (c_uint32, [c_void_p, c_uint64, c_uint32, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_events_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_events_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_event)]),
    "cpl_events_free": (None, [c_void_p]),
    "cpl_office_set_log_handler": (c_uint32, [c_void_p, c_uint32, cpl_log_fn, c_void_p]),
    "cpl_office_folder": (c_uint32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_folder_looked_at": (c_uint32, [c_void_p, POINTER(cpl_text)]),
    "cpl_folder_refused_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_folder_refused": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_refused)]),
    "cpl_folder_refused_file": (c_uint32, [c_void_p, c_size_t, c_size_t, POINTER(cpl_text)]),
    "cpl_folder_refused_findings": (c_uint32, [c_void_p, c_size_t, c_uint32, POINTER(c_void_p)]),
    "cpl_folder_unfinished_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_folder_unfinished": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_unfinished)]),
    "cpl_folder_free": (None, [c_void_p]),
    "cpl_office_find_office": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(cpl_control), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_search_offices": (c_uint32, [c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, c_uint32, POINTER(cpl_control), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_directory_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_directory_has_more": (c_uint32, [c_void_p, POINTER(c_uint32)]),
    "cpl_directory_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_directory_entry)]),
    "cpl_directory_certificate": (c_uint32, [c_void_p, c_size_t, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_directory_free": (None, [c_void_p]),
    "cpl_office_ask_relay": (c_uint32, [c_void_p, POINTER(cpl_control), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_relay_get": (c_uint32, [c_void_p, POINTER(cpl_relay_info)]),
    "cpl_relay_free": (None, [c_void_p]),
    "cpl_office_overview": (c_uint32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_overview_get": (c_uint32, [c_void_p, POINTER(cpl_overview_info)]),
    "cpl_overview_count": (c_uint32, [c_void_p, c_uint32, c_uint32, POINTER(c_uint64)]),
    "cpl_overview_free": (None, [c_void_p]),
    "cpl_office_access_log": (c_uint32, [c_void_p, POINTER(cpl_access_query), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_access_log_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_access_log_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_access_entry)]),
    "cpl_access_log_person": (c_uint32, [c_void_p, c_size_t, c_size_t, POINTER(cpl_text)]),
    "cpl_access_log_free": (None, [c_void_p]),
    "cpl_office_export_access_log": (c_uint32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_export_access_log_file": (c_uint32, [c_void_p, c_char_p, c_size_t, c_uint32, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_verify_access_log": (c_uint32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_access_log_verify": (c_uint32, [c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_access_head_get": (c_uint32, [c_void_p, POINTER(cpl_access_head_info)]),
    "cpl_access_head_free": (None, [c_void_p]),
    "cpl_office_backup": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p)]),
    "cpl_office_restore": (c_uint32, [c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_office_clean_up": (c_uint32, [c_void_p, POINTER(c_uint64), POINTER(c_uint64), POINTER(c_void_p)]),
    "cpl_identity_load": (c_uint32, [c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_identity_read": (c_uint32, [c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_identity_read_pair": (c_uint32, [c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_identity_certificate": (c_uint32, [c_void_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_identity_free": (None, [c_void_p]),
    "cpl_certificate_read": (c_uint32, [c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_certificate_get": (c_uint32, [c_void_p, POINTER(cpl_certificate_info)]),
    "cpl_certificate_der": (c_uint32, [c_void_p, POINTER(cpl_bytes)]),
    "cpl_certificate_free": (None, [c_void_p]),
    "cpl_trust_new": (c_uint32, [POINTER(cpl_trust_options), POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_trust_add_crl": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_size_t), POINTER(c_void_p)]),
    "cpl_trust_check": (c_uint32, [c_void_p, c_void_p, c_uint32, POINTER(c_uint32), POINTER(c_void_p)]),
    "cpl_trust_free": (None, [c_void_p]),
    "cpl_store_certificates": (c_uint32, [c_uint32, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_certificates_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_certificates_get": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_certificate_info)]),
    "cpl_certificates_free": (None, [c_void_p]),
    "cpl_identity_from_store": (c_uint32, [c_uint32, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_seal": (c_uint32, [POINTER(c_void_p), c_size_t, c_void_p, POINTER(c_void_p), c_size_t, c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_sealed_id": (c_uint32, [c_void_p, POINTER(cpl_text)]),
    "cpl_sealed_content": (c_uint32, [c_void_p, POINTER(cpl_bytes)]),
    "cpl_sealed_cover": (c_uint32, [c_void_p, POINTER(cpl_bytes)]),
    "cpl_sealed_sha256": (c_uint32, [c_void_p, POINTER(cpl_text)]),
    "cpl_sealed_warning_count": (c_uint32, [c_void_p, POINTER(c_size_t)]),
    "cpl_sealed_warning": (c_uint32, [c_void_p, c_size_t, c_uint32, POINTER(cpl_text)]),
    "cpl_sealed_free": (None, [c_void_p]),
    "cpl_open": (c_uint32, [POINTER(c_void_p), c_size_t, c_void_p, c_uint32, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_open_cover": (c_uint32, [POINTER(c_void_p), c_size_t, c_void_p, c_uint32, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_opened_get": (c_uint32, [c_void_p, POINTER(cpl_opened_info)]),
    "cpl_opened_file": (c_uint32, [c_void_p, c_size_t, POINTER(cpl_text), POINTER(cpl_bytes)]),
    "cpl_opened_document": (c_uint32, [c_void_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_opened_signer": (c_uint32, [c_void_p, POINTER(cpl_signer)]),
    "cpl_opened_receipt": (c_uint32, [c_void_p, POINTER(c_void_p), c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_opened_free": (None, [c_void_p]),
    "cpl_receipt_verify": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_evidence_make": (c_uint32, [POINTER(c_void_p), c_size_t, c_void_p, c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p)]),
    "cpl_evidence_verify": (c_uint32, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_void_p), POINTER(c_void_p)]),
}

# Exports whose last argument takes an error.
TELL_ERRORS = frozenset(
    {
        "cpl_document_read",
        "cpl_document_read_file",
        "cpl_document_write",
        "cpl_file_draft_new",
        "cpl_file_draft_of",
        "cpl_image_name",
        "cpl_file_draft_readdress",
        "cpl_file_draft_set_month",
        "cpl_file_draft_insert",
        "cpl_file_draft_replace",
        "cpl_file_draft_finish",
        "cpl_record_draft_of",
        "cpl_record_draft_set",
        "cpl_record_draft_set_named",
        "cpl_record_draft_set_all",
        "cpl_substitute",
        "cpl_repair",
        "cpl_upgrade",
        "cpl_set_build",
        "cpl_group",
        "cpl_group_folder",
        "cpl_groups_build",
        "cpl_office_open",
        "cpl_office_certificate",
        "cpl_office_reload_identities",
        "cpl_office_reload_account",
        "cpl_office_set_password",
        "cpl_office_reload_crls",
        "cpl_office_add_crl",
        "cpl_office_send",
        "cpl_office_withdraw",
        "cpl_office_sync",
        "cpl_worker_start",
        "cpl_office_sent",
        "cpl_office_sent_message",
        "cpl_office_received",
        "cpl_office_received_message",
        "cpl_office_take",
        "cpl_office_open_sent",
        "cpl_office_acknowledge",
        "cpl_office_reject",
        "cpl_office_receipt",
        "cpl_office_export_evidence",
        "cpl_office_verify_evidence",
        "cpl_office_find_ids",
        "cpl_office_set_event_handler",
        "cpl_office_events",
        "cpl_office_folder",
        "cpl_office_find_office",
        "cpl_office_search_offices",
        "cpl_directory_certificate",
        "cpl_office_ask_relay",
        "cpl_office_overview",
        "cpl_office_access_log",
        "cpl_office_export_access_log",
        "cpl_office_export_access_log_file",
        "cpl_office_verify_access_log",
        "cpl_access_log_verify",
        "cpl_office_backup",
        "cpl_office_restore",
        "cpl_office_clean_up",
        "cpl_identity_load",
        "cpl_identity_read",
        "cpl_identity_read_pair",
        "cpl_identity_certificate",
        "cpl_certificate_read",
        "cpl_trust_new",
        "cpl_trust_add_crl",
        "cpl_trust_check",
        "cpl_store_certificates",
        "cpl_identity_from_store",
        "cpl_seal",
        "cpl_open",
        "cpl_open_cover",
        "cpl_opened_document",
        "cpl_opened_receipt",
        "cpl_receipt_verify",
        "cpl_evidence_make",
        "cpl_evidence_verify",
    }
)


def bind(library: CDLL) -> None:
    """Tells ctypes the signature of each export; AttributeError where one is missing."""
    for name, (result, arguments) in SIGNATURES.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
