// Generated from the other modules; do not edit. A test compares it (tests/abi/src/stdcall.rs, where the reasons stand).
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpls_, which nobody else uses.

use std::ffi::*;

use crate::*;

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_take(
    office: Option<&cpl_office>,
    id: *const c_char,
    id_len: usize,
    delivery: *mut *mut cpl_delivery,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_take(office, id, id_len, delivery, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_delivery_document_count(
    delivery: Option<&cpl_delivery>,
    count: *mut usize,
) -> u32 {
    cpl_delivery_document_count(delivery, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_delivery_document(
    delivery: Option<&cpl_delivery>,
    index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    cpl_delivery_document(delivery, index, document)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_acknowledge(
    office: Option<&cpl_office>,
    id: *const c_char,
    id_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_acknowledge(office, id, id_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_reject(
    office: Option<&cpl_office>,
    id: *const c_char,
    id_len: usize,
    reason: u32,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_reject(office, id, id_len, reason, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_delivery_free(
    delivery: Option<Box<cpl_delivery>>,
) {
    cpl_delivery_free(delivery)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_read(
    name: *const c_char,
    name_len: usize,
    content: *const u8,
    content_len: usize,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_document_read(name, name_len, content, content_len, document, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_read_file(
    path: *const c_char,
    path_len: usize,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_document_read_file(path, path_len, document, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_name(
    document: Option<&cpl_document>,
    name: *mut *const c_char,
    name_len: *mut usize,
) -> u32 {
    cpl_document_name(document, name, name_len)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_bytes(
    document: Option<&cpl_document>,
    content: *mut *const u8,
    content_len: *mut usize,
) -> u32 {
    cpl_document_bytes(document, content, content_len)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_record_count(
    document: Option<&cpl_document>,
    count: *mut usize,
) -> u32 {
    cpl_document_record_count(document, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_record(
    document: Option<&cpl_document>,
    number: usize,
    record: *mut *mut cpl_record,
) -> u32 {
    cpl_document_record(document, number, record)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_findings(
    document: Option<&cpl_document>,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    cpl_document_findings(document, lang, findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_free(
    document: Option<Box<cpl_document>>,
) {
    cpl_document_free(document)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_status(
    error: Option<&cpl_error>,
    status: *mut u32,
) -> u32 {
    cpl_error_status(error, status)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_message(
    error: Option<&cpl_error>,
    lang: u32,
    text: *mut *const c_char,
    text_len: *mut usize,
) -> u32 {
    cpl_error_message(error, lang, text, text_len)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_hint(
    error: Option<&cpl_error>,
    lang: u32,
    text: *mut *const c_char,
    text_len: *mut usize,
) -> u32 {
    cpl_error_hint(error, lang, text, text_len)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_is_retryable(
    error: Option<&cpl_error>,
    is_retryable: *mut u32,
) -> u32 {
    cpl_error_is_retryable(error, is_retryable)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_retry_after(
    error: Option<&cpl_error>,
    seconds: *mut u64,
) -> u32 {
    cpl_error_retry_after(error, seconds)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_findings(
    error: Option<&cpl_error>,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    cpl_error_findings(error, lang, findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_free(
    error: Option<Box<cpl_error>>,
) {
    cpl_error_free(error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_findings_count(
    findings: Option<&cpl_findings>,
    count: *mut usize,
) -> u32 {
    cpl_findings_count(findings, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_findings_severity_counts(
    findings: Option<&cpl_findings>,
    errors: *mut usize,
    warnings: *mut usize,
) -> u32 {
    cpl_findings_severity_counts(findings, errors, warnings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_findings_get(
    findings: Option<&cpl_findings>,
    index: usize,
    finding: *mut cpl_finding,
) -> u32 {
    cpl_findings_get(findings, index, finding)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_findings_free(
    findings: Option<Box<cpl_findings>>,
) {
    cpl_findings_free(findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_open(
    folder: *const c_char,
    folder_len: usize,
    office: *mut *mut cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_open(folder, folder_len, office, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_number(
    office: Option<&cpl_office>,
    number: *mut *const c_char,
    number_len: *mut usize,
) -> u32 {
    cpl_office_number(office, number, number_len)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_send(
    office: Option<&cpl_office>,
    set: Option<&cpl_set>,
    subject: *const c_char,
    subject_len: usize,
    body: *const c_char,
    body_len: usize,
    flags: u32,
    outgoing: *mut *mut cpl_outgoing,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_send(office, set, subject, subject_len, body, body_len, flags, outgoing, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_outgoing_is_new(
    outgoing: Option<&cpl_outgoing>,
    is_new: *mut u32,
) -> u32 {
    cpl_outgoing_is_new(outgoing, is_new)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_outgoing_id(
    outgoing: Option<&cpl_outgoing>,
    id: *mut *const c_char,
    id_len: *mut usize,
) -> u32 {
    cpl_outgoing_id(outgoing, id, id_len)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_withdraw(
    office: Option<&cpl_office>,
    id: *const c_char,
    id_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_withdraw(office, id, id_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_sync(
    office: Option<&cpl_office>,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_sync(office, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_worker_start(
    office: Option<&cpl_office>,
    worker: *mut *mut cpl_worker,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_worker_start(office, worker, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_worker_stop(
    worker: Option<Box<cpl_worker>>,
) {
    cpl_worker_stop(worker)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_outgoing_free(
    outgoing: Option<Box<cpl_outgoing>>,
) {
    cpl_outgoing_free(outgoing)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_free(
    office: Option<Box<cpl_office>>,
) {
    cpl_office_free(office)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_received(
    office: Option<&cpl_office>,
    received: *mut *mut cpl_received,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_received(office, received, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_count(
    received: Option<&cpl_received>,
    count: *mut usize,
) -> u32 {
    cpl_received_count(received, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_get(
    received: Option<&cpl_received>,
    index: usize,
    info: *mut cpl_received_info,
) -> u32 {
    cpl_received_get(received, index, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_free(
    received: Option<Box<cpl_received>>,
) {
    cpl_received_free(received)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_item_count(
    record: Option<&cpl_record>,
    count: *mut usize,
) -> u32 {
    cpl_record_item_count(record, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_item(
    record: Option<&cpl_record>,
    no: u32,
    value: *mut *const c_char,
    value_len: *mut usize,
) -> u32 {
    cpl_record_item(record, no, value, value_len)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_item_name(
    record: Option<&cpl_record>,
    no: u32,
    name: *mut *const c_char,
    name_len: *mut usize,
) -> u32 {
    cpl_record_item_name(record, no, name, name_len)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_free(
    record: Option<Box<cpl_record>>,
) {
    cpl_record_free(record)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_sent(
    office: Option<&cpl_office>,
    sent: *mut *mut cpl_sent,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_sent(office, sent, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_count(
    sent: Option<&cpl_sent>,
    count: *mut usize,
) -> u32 {
    cpl_sent_count(sent, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_get(
    sent: Option<&cpl_sent>,
    index: usize,
    info: *mut cpl_sent_info,
) -> u32 {
    cpl_sent_get(sent, index, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_free(
    sent: Option<Box<cpl_sent>>,
) {
    cpl_sent_free(sent)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_set_build(
    documents: *const *const cpl_document,
    count: usize,
    set: *mut *mut cpl_set,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_set_build(documents, count, set, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_set_free(
    set: Option<Box<cpl_set>>,
) {
    cpl_set_free(set)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_abi_version() -> u32 {
    cpl_abi_version()
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_version(
    text: *mut *const c_char,
    text_len: *mut usize,
) -> u32 {
    cpl_version(text, text_len)
}
