// Generated from the other modules; do not edit. A test compares it (tests/abi/src/stdcall.rs, where the reasons stand).
#![allow(unsafe_code)] // #[unsafe(no_mangle)]: names begin with cpls_, which nobody else uses.

use std::ffi::*;

use crate::*;

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_access_log(
    office: *const cpl_office,
    query: *const cpl_access_query,
    log: *mut *mut cpl_access_log,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_access_log(office, query, log, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_access_log_count(
    log: *const cpl_access_log,
    count: *mut usize,
) -> u32 {
    cpl_access_log_count(log, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_access_log_get(
    log: *const cpl_access_log,
    index: usize,
    entry: *mut cpl_access_entry,
) -> u32 {
    cpl_access_log_get(log, index, entry)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_access_log_person(
    log: *const cpl_access_log,
    index: usize,
    person: usize,
    reference: *mut cpl_text,
) -> u32 {
    cpl_access_log_person(log, index, person, reference)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_access_log_free(
    log: *mut cpl_access_log,
) {
    cpl_access_log_free(log)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_export_access_log(
    office: *const cpl_office,
    log: *mut *mut cpl_blob,
    head: *mut *mut cpl_access_head,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_export_access_log(office, log, head, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_export_access_log_file(
    office: *const cpl_office,
    path: *const c_char,
    path_len: usize,
    flags: u32,
    head: *mut *mut cpl_access_head,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_export_access_log_file(office, path, path_len, flags, head, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_verify_access_log(
    office: *const cpl_office,
    head: *mut *mut cpl_access_head,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_verify_access_log(office, head, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_access_log_verify(
    log: *const u8,
    log_len: usize,
    head: *mut *mut cpl_access_head,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_access_log_verify(log, log_len, head, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_access_head_get(
    head: *const cpl_access_head,
    info: *mut cpl_access_head_info,
) -> u32 {
    cpl_access_head_get(head, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_access_head_free(
    head: *mut cpl_access_head,
) {
    cpl_access_head_free(head)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_cancel_new(
    cancel: *mut *mut cpl_cancel,
) -> u32 {
    cpl_cancel_new(cancel)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_cancel_request(
    cancel: *const cpl_cancel,
) -> u32 {
    cpl_cancel_request(cancel)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_cancel_is_requested(
    cancel: *const cpl_cancel,
    is_requested: *mut u32,
) -> u32 {
    cpl_cancel_is_requested(cancel, is_requested)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_cancel_free(
    cancel: *mut cpl_cancel,
) {
    cpl_cancel_free(cancel)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_repair(
    document: *const cpl_document,
    repaired: *mut *mut cpl_repaired,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_repair(document, repaired, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_repaired_document(
    repaired: *const cpl_repaired,
    document: *mut *mut cpl_document,
) -> u32 {
    cpl_repaired_document(repaired, document)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_repaired_count(
    repaired: *const cpl_repaired,
    count: *mut usize,
) -> u32 {
    cpl_repaired_count(repaired, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_repaired_get(
    repaired: *const cpl_repaired,
    index: usize,
    lang: u32,
    change: *mut cpl_change,
) -> u32 {
    cpl_repaired_get(repaired, index, lang, change)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_repaired_obstacle(
    repaired: *const cpl_repaired,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    cpl_repaired_obstacle(repaired, lang, text)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_repaired_free(
    repaired: *mut cpl_repaired,
) {
    cpl_repaired_free(repaired)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_upgrade(
    documents: *const *const cpl_document,
    count: usize,
    sender_kind: *const c_char,
    sender_kind_len: usize,
    receiver_kind: *const c_char,
    receiver_kind_len: usize,
    upgraded: *mut *mut cpl_upgraded,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_upgrade(documents, count, sender_kind, sender_kind_len, receiver_kind, receiver_kind_len, upgraded, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_upgraded_count(
    upgraded: *const cpl_upgraded,
    count: *mut usize,
) -> u32 {
    cpl_upgraded_count(upgraded, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_upgraded_document(
    upgraded: *const cpl_upgraded,
    index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    cpl_upgraded_document(upgraded, index, document)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_upgraded_source(
    upgraded: *const cpl_upgraded,
    index: usize,
    name: *mut cpl_text,
) -> u32 {
    cpl_upgraded_source(upgraded, index, name)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_upgraded_change_count(
    upgraded: *const cpl_upgraded,
    index: usize,
    count: *mut usize,
) -> u32 {
    cpl_upgraded_change_count(upgraded, index, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_upgraded_change(
    upgraded: *const cpl_upgraded,
    index: usize,
    change: usize,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    cpl_upgraded_change(upgraded, index, change, lang, text)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_upgraded_findings(
    upgraded: *const cpl_upgraded,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    cpl_upgraded_findings(upgraded, lang, findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_upgraded_free(
    upgraded: *mut cpl_upgraded,
) {
    cpl_upgraded_free(upgraded)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_take(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    control: *const cpl_control,
    delivery: *mut *mut cpl_delivery,
    error: *mut *mut cpl_error,
) -> u32 {
    let status = boundary::call(error, || no_callback_in_cpl_control(control));
    if status != CPL_OK {
        return status;
    }
    cpl_office_take(office, id, id_len, control, delivery, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_open_sent(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    delivery: *mut *mut cpl_delivery,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_open_sent(office, id, id_len, delivery, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_delivery_get(
    delivery: *const cpl_delivery,
    info: *mut cpl_delivery_info,
) -> u32 {
    cpl_delivery_get(delivery, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_delivery_signer(
    delivery: *const cpl_delivery,
    signer: *mut cpl_signer,
) -> u32 {
    cpl_delivery_signer(delivery, signer)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_delivery_document_count(
    delivery: *const cpl_delivery,
    count: *mut usize,
) -> u32 {
    cpl_delivery_document_count(delivery, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_delivery_document(
    delivery: *const cpl_delivery,
    index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    cpl_delivery_document(delivery, index, document)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_delivery_free(
    delivery: *mut cpl_delivery,
) {
    cpl_delivery_free(delivery)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_acknowledge(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_acknowledge(office, id, id_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_reject(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    reason: u32,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_reject(office, id, id_len, reason, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_find_office(
    office: *const cpl_office,
    number: *const c_char,
    number_len: usize,
    control: *const cpl_control,
    directory: *mut *mut cpl_directory,
    error: *mut *mut cpl_error,
) -> u32 {
    let status = boundary::call(error, || no_callback_in_cpl_control(control));
    if status != CPL_OK {
        return status;
    }
    cpl_office_find_office(office, number, number_len, control, directory, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_search_offices(
    office: *const cpl_office,
    name: *const c_char,
    name_len: usize,
    after: *const c_char,
    after_len: usize,
    limit: u32,
    control: *const cpl_control,
    directory: *mut *mut cpl_directory,
    error: *mut *mut cpl_error,
) -> u32 {
    let status = boundary::call(error, || no_callback_in_cpl_control(control));
    if status != CPL_OK {
        return status;
    }
    cpl_office_search_offices(office, name, name_len, after, after_len, limit, control, directory, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_directory_count(
    directory: *const cpl_directory,
    count: *mut usize,
) -> u32 {
    cpl_directory_count(directory, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_directory_has_more(
    directory: *const cpl_directory,
    has_more: *mut u32,
) -> u32 {
    cpl_directory_has_more(directory, has_more)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_directory_get(
    directory: *const cpl_directory,
    index: usize,
    entry: *mut cpl_directory_entry,
) -> u32 {
    cpl_directory_get(directory, index, entry)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_directory_certificate(
    directory: *const cpl_directory,
    index: usize,
    certificate_index: usize,
    certificate: *mut *mut cpl_certificate,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_directory_certificate(directory, index, certificate_index, certificate, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_directory_free(
    directory: *mut cpl_directory,
) {
    cpl_directory_free(directory)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_read(
    name: *const c_char,
    name_len: usize,
    content: *const u8,
    content_len: usize,
    options: *const cpl_read_options,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_document_read(name, name_len, content, content_len, options, document, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_read_file(
    path: *const c_char,
    path_len: usize,
    options: *const cpl_read_options,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_document_read_file(path, path_len, options, document, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_name(
    document: *const cpl_document,
    name: *mut cpl_text,
) -> u32 {
    cpl_document_name(document, name)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_bytes(
    document: *const cpl_document,
    content: *mut cpl_bytes,
) -> u32 {
    cpl_document_bytes(document, content)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_get(
    document: *const cpl_document,
    info: *mut cpl_document_info,
) -> u32 {
    cpl_document_get(document, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_layout(
    document: *const cpl_document,
    layout: *mut *mut cpl_layout,
) -> u32 {
    cpl_document_layout(document, layout)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_record_count(
    document: *const cpl_document,
    count: *mut usize,
) -> u32 {
    cpl_document_record_count(document, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_items(
    document: *const cpl_document,
    items: *mut cpl_items,
) -> u32 {
    cpl_document_items(document, items)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_item(
    document: *const cpl_document,
    record: usize,
    no: u32,
    value: *mut cpl_text,
) -> u32 {
    cpl_document_item(document, record, no, value)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_findings(
    document: *const cpl_document,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    cpl_document_findings(document, lang, findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_write(
    document: *const cpl_document,
    folder: *const c_char,
    folder_len: usize,
    flags: u32,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_document_write(document, folder, folder_len, flags, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_free(
    document: *mut cpl_document,
) {
    cpl_document_free(document)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_new(
    kind: *const c_char,
    kind_len: usize,
    month: *const c_char,
    month_len: usize,
    sender: *const c_char,
    sender_len: usize,
    receiver: *const c_char,
    receiver_len: usize,
    stamp: *const c_char,
    stamp_len: usize,
    draft: *mut *mut cpl_file_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_file_draft_new(kind, kind_len, month, month_len, sender, sender_len, receiver, receiver_len, stamp, stamp_len, draft, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_of(
    document: *const cpl_document,
    draft: *mut *mut cpl_file_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_file_draft_of(document, draft, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_image_name(
    sender: *const c_char,
    sender_len: usize,
    receiver: *const c_char,
    receiver_len: usize,
    stamp: *const c_char,
    stamp_len: usize,
    branch: u32,
    name: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_image_name(sender, sender_len, receiver, receiver_len, stamp, stamp_len, branch, name, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_name(
    draft: *const cpl_file_draft,
    name: *mut *mut cpl_blob,
) -> u32 {
    cpl_file_draft_name(draft, name)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_layout(
    draft: *const cpl_file_draft,
    layout: *mut *mut cpl_layout,
) -> u32 {
    cpl_file_draft_layout(draft, layout)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_record_count(
    draft: *const cpl_file_draft,
    count: *mut usize,
) -> u32 {
    cpl_file_draft_record_count(draft, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_readdress(
    draft: *const cpl_file_draft,
    receiver: *const c_char,
    receiver_len: usize,
    stamp: *const c_char,
    stamp_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_file_draft_readdress(draft, receiver, receiver_len, stamp, stamp_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_set_month(
    draft: *const cpl_file_draft,
    month: *const c_char,
    month_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_file_draft_set_month(draft, month, month_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_record(
    draft: *const cpl_file_draft,
    number: usize,
    record: *mut *mut cpl_record_draft,
) -> u32 {
    cpl_file_draft_record(draft, number, record)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_insert(
    draft: *const cpl_file_draft,
    number: usize,
    record: *const cpl_record_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_file_draft_insert(draft, number, record, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_replace(
    draft: *const cpl_file_draft,
    number: usize,
    record: *const cpl_record_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_file_draft_replace(draft, number, record, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_remove(
    draft: *const cpl_file_draft,
    number: usize,
) -> u32 {
    cpl_file_draft_remove(draft, number)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_finish(
    draft: *const cpl_file_draft,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_file_draft_finish(draft, document, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_draft_of(
    document: *const cpl_document,
    number: usize,
    record: *mut *mut cpl_record_draft,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_record_draft_of(document, number, record, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_draft_set(
    record: *const cpl_record_draft,
    no: u32,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_record_draft_set(record, no, value, value_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_draft_set_named(
    record: *const cpl_record_draft,
    name: *const c_char,
    name_len: usize,
    value: *const c_char,
    value_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_record_draft_set_named(record, name, name_len, value, value_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_draft_set_all(
    record: *const cpl_record_draft,
    values: *const cpl_text,
    count: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_record_draft_set_all(record, values, count, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_draft_text(
    record: *const cpl_record_draft,
    no: u32,
    value: *mut *mut cpl_blob,
) -> u32 {
    cpl_record_draft_text(record, no, value)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_draft_take_over(
    record: *const cpl_record_draft,
    other: *const cpl_record_draft,
) -> u32 {
    cpl_record_draft_take_over(record, other)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_draft_free(
    record: *mut cpl_record_draft,
) {
    cpl_record_draft_free(record)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_draft_free(
    draft: *mut cpl_file_draft,
) {
    cpl_file_draft_free(draft)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_seal(
    own: *const *const cpl_identity,
    own_count: usize,
    trust: *const cpl_trust,
    recipients: *const *const cpl_certificate,
    recipient_count: usize,
    set: *const cpl_set,
    subject: *const c_char,
    subject_len: usize,
    body: *const c_char,
    body_len: usize,
    sealed: *mut *mut cpl_sealed,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_seal(own, own_count, trust, recipients, recipient_count, set, subject, subject_len, body, body_len, sealed, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sealed_id(
    sealed: *const cpl_sealed,
    id: *mut cpl_text,
) -> u32 {
    cpl_sealed_id(sealed, id)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sealed_content(
    sealed: *const cpl_sealed,
    content: *mut cpl_bytes,
) -> u32 {
    cpl_sealed_content(sealed, content)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sealed_cover(
    sealed: *const cpl_sealed,
    cover: *mut cpl_bytes,
) -> u32 {
    cpl_sealed_cover(sealed, cover)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sealed_sha256(
    sealed: *const cpl_sealed,
    sha256: *mut cpl_text,
) -> u32 {
    cpl_sealed_sha256(sealed, sha256)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sealed_warning_count(
    sealed: *const cpl_sealed,
    count: *mut usize,
) -> u32 {
    cpl_sealed_warning_count(sealed, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sealed_warning(
    sealed: *const cpl_sealed,
    index: usize,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    cpl_sealed_warning(sealed, index, lang, text)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sealed_free(
    sealed: *mut cpl_sealed,
) {
    cpl_sealed_free(sealed)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_open(
    own: *const *const cpl_identity,
    own_count: usize,
    trust: *const cpl_trust,
    role: u32,
    content: *const u8,
    content_len: usize,
    opened: *mut *mut cpl_opened,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_open(own, own_count, trust, role, content, content_len, opened, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_open_cover(
    own: *const *const cpl_identity,
    own_count: usize,
    trust: *const cpl_trust,
    role: u32,
    cover: *const u8,
    cover_len: usize,
    opened: *mut *mut cpl_opened,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_open_cover(own, own_count, trust, role, cover, cover_len, opened, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_opened_get(
    opened: *const cpl_opened,
    info: *mut cpl_opened_info,
) -> u32 {
    cpl_opened_get(opened, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_opened_file(
    opened: *const cpl_opened,
    index: usize,
    name: *mut cpl_text,
    content: *mut cpl_bytes,
) -> u32 {
    cpl_opened_file(opened, index, name, content)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_opened_document(
    opened: *const cpl_opened,
    index: usize,
    document: *mut *mut cpl_document,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_opened_document(opened, index, document, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_opened_signer(
    opened: *const cpl_opened,
    signer: *mut cpl_signer,
) -> u32 {
    cpl_opened_signer(opened, signer)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_opened_receipt(
    opened: *const cpl_opened,
    own: *const *const cpl_identity,
    own_count: usize,
    receipt: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_opened_receipt(opened, own, own_count, receipt, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_opened_free(
    opened: *mut cpl_opened,
) {
    cpl_opened_free(opened)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_receipt_verify(
    trust: *const cpl_trust,
    signed: *const u8,
    signed_len: usize,
    receipt: *mut *mut cpl_receipt,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_receipt_verify(trust, signed, signed_len, receipt, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_evidence_make(
    own: *const *const cpl_identity,
    own_count: usize,
    trust: *const cpl_trust,
    content: *const u8,
    content_len: usize,
    receipt: *const u8,
    receipt_len: usize,
    evidence: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_evidence_make(own, own_count, trust, content, content_len, receipt, receipt_len, evidence, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_evidence_verify(
    trust: *const cpl_trust,
    evidence: *const u8,
    evidence_len: usize,
    message: *mut *mut cpl_opened,
    receipt: *mut *mut cpl_receipt,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_evidence_verify(trust, evidence, evidence_len, message, receipt, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_status(
    error: *const cpl_error,
    status: *mut u32,
) -> u32 {
    cpl_error_status(error, status)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_code(
    error: *const cpl_error,
    code: *mut cpl_text,
) -> u32 {
    cpl_error_code(error, code)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_message(
    error: *const cpl_error,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    cpl_error_message(error, lang, text)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_hint(
    error: *const cpl_error,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    cpl_error_hint(error, lang, text)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_is_retryable(
    error: *const cpl_error,
    is_retryable: *mut u32,
) -> u32 {
    cpl_error_is_retryable(error, is_retryable)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_retry_after(
    error: *const cpl_error,
    seconds: *mut u64,
) -> u32 {
    cpl_error_retry_after(error, seconds)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_place(
    error: *const cpl_error,
    place: *mut cpl_place,
) -> u32 {
    cpl_error_place(error, place)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_findings(
    error: *const cpl_error,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    cpl_error_findings(error, lang, findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_error_free(
    error: *mut cpl_error,
) {
    cpl_error_free(error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_events(
    office: *const cpl_office,
    after: u64,
    limit: u32,
    events: *mut *mut cpl_events,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_events(office, after, limit, events, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_events_count(
    events: *const cpl_events,
    count: *mut usize,
) -> u32 {
    cpl_events_count(events, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_events_get(
    events: *const cpl_events,
    index: usize,
    event: *mut cpl_event,
) -> u32 {
    cpl_events_get(events, index, event)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_events_free(
    events: *mut cpl_events,
) {
    cpl_events_free(events)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_findings_count(
    findings: *const cpl_findings,
    count: *mut usize,
) -> u32 {
    cpl_findings_count(findings, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_findings_severity_counts(
    findings: *const cpl_findings,
    errors: *mut usize,
    warnings: *mut usize,
    notes: *mut usize,
) -> u32 {
    cpl_findings_severity_counts(findings, errors, warnings, notes)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_findings_get(
    findings: *const cpl_findings,
    index: usize,
    finding: *mut cpl_finding,
) -> u32 {
    cpl_findings_get(findings, index, finding)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_findings_free(
    findings: *mut cpl_findings,
) {
    cpl_findings_free(findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_codes_explain(
    code: *const c_char,
    code_len: usize,
    lang: u32,
    codes: *mut *mut cpl_codes,
) -> u32 {
    cpl_codes_explain(code, code_len, lang, codes)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_codes_count(
    codes: *const cpl_codes,
    count: *mut usize,
) -> u32 {
    cpl_codes_count(codes, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_codes_get(
    codes: *const cpl_codes,
    index: usize,
    info: *mut cpl_code_info,
) -> u32 {
    cpl_codes_get(codes, index, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_codes_free(
    codes: *mut cpl_codes,
) {
    cpl_codes_free(codes)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_folder(
    office: *const cpl_office,
    folder: *mut *mut cpl_folder,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_folder(office, folder, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_folder_looked_at(
    folder: *const cpl_folder,
    at: *mut cpl_text,
) -> u32 {
    cpl_folder_looked_at(folder, at)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_folder_refused_count(
    folder: *const cpl_folder,
    count: *mut usize,
) -> u32 {
    cpl_folder_refused_count(folder, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_folder_refused(
    folder: *const cpl_folder,
    index: usize,
    refused: *mut cpl_refused,
) -> u32 {
    cpl_folder_refused(folder, index, refused)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_folder_refused_file(
    folder: *const cpl_folder,
    index: usize,
    file: usize,
    path: *mut cpl_text,
) -> u32 {
    cpl_folder_refused_file(folder, index, file, path)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_folder_refused_findings(
    folder: *const cpl_folder,
    index: usize,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    cpl_folder_refused_findings(folder, index, lang, findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_folder_unfinished_count(
    folder: *const cpl_folder,
    count: *mut usize,
) -> u32 {
    cpl_folder_unfinished_count(folder, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_folder_unfinished(
    folder: *const cpl_folder,
    index: usize,
    unfinished: *mut cpl_unfinished,
) -> u32 {
    cpl_folder_unfinished(folder, index, unfinished)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_folder_free(
    folder: *mut cpl_folder,
) {
    cpl_folder_free(folder)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_identity_load(
    source: *const c_char,
    source_len: usize,
    password: *const c_char,
    password_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    identity: *mut *mut cpl_identity,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_identity_load(source, source_len, password, password_len, office_rule, office_rule_len, identity, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_identity_read(
    content: *const u8,
    content_len: usize,
    password: *const c_char,
    password_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    identity: *mut *mut cpl_identity,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_identity_read(content, content_len, password, password_len, office_rule, office_rule_len, identity, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_identity_read_pair(
    certificates: *const u8,
    certificates_len: usize,
    private_key: *const u8,
    private_key_len: usize,
    password: *const c_char,
    password_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    identity: *mut *mut cpl_identity,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_identity_read_pair(certificates, certificates_len, private_key, private_key_len, password, password_len, office_rule, office_rule_len, identity, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_identity_certificate(
    identity: *const cpl_identity,
    certificate: *mut *mut cpl_certificate,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_identity_certificate(identity, certificate, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_identity_free(
    identity: *mut cpl_identity,
) {
    cpl_identity_free(identity)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_certificate_read(
    content: *const u8,
    content_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    certificate: *mut *mut cpl_certificate,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_certificate_read(content, content_len, office_rule, office_rule_len, certificate, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_certificate_get(
    certificate: *const cpl_certificate,
    info: *mut cpl_certificate_info,
) -> u32 {
    cpl_certificate_get(certificate, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_certificate_der(
    certificate: *const cpl_certificate,
    der: *mut cpl_bytes,
) -> u32 {
    cpl_certificate_der(certificate, der)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_certificate_free(
    certificate: *mut cpl_certificate,
) {
    cpl_certificate_free(certificate)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_trust_new(
    options: *const cpl_trust_options,
    trust: *mut *mut cpl_trust,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_trust_new(options, trust, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_trust_add_crl(
    trust: *const cpl_trust,
    crls: *const u8,
    crls_len: usize,
    added: *mut usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_trust_add_crl(trust, crls, crls_len, added, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_trust_check(
    trust: *const cpl_trust,
    certificate: *const cpl_certificate,
    use_for: u32,
    revocation: *mut u32,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_trust_check(trust, certificate, use_for, revocation, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_trust_free(
    trust: *mut cpl_trust,
) {
    cpl_trust_free(trust)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_find_ids(
    office: *const cpl_office,
    direction: u32,
    part: *const c_char,
    part_len: usize,
    ids: *mut *mut cpl_ids,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_find_ids(office, direction, part, part_len, ids, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_ids_count(
    ids: *const cpl_ids,
    count: *mut usize,
) -> u32 {
    cpl_ids_count(ids, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_ids_get(
    ids: *const cpl_ids,
    index: usize,
    id: *mut cpl_text,
) -> u32 {
    cpl_ids_get(ids, index, id)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_ids_free(
    ids: *mut cpl_ids,
) {
    cpl_ids_free(ids)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_kind_count(
    count: *mut usize,
) -> u32 {
    cpl_file_kind_count(count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_file_kind_get(
    index: usize,
    info: *mut cpl_file_kind,
) -> u32 {
    cpl_file_kind_get(index, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_set_kind_count(
    edition: u32,
    count: *mut usize,
) -> u32 {
    cpl_set_kind_count(edition, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_set_kind_get(
    edition: u32,
    index: usize,
    info: *mut cpl_set_kind,
) -> u32 {
    cpl_set_kind_get(edition, index, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_set_kind_file(
    edition: u32,
    index: usize,
    file: usize,
    kind: *mut cpl_text,
) -> u32 {
    cpl_set_kind_file(edition, index, file, kind)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_service_kind_name(
    code: *const c_char,
    code_len: usize,
    name: *mut cpl_text,
) -> u32 {
    cpl_service_kind_name(code, code_len, name)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_layout_of_kind(
    kind: *const c_char,
    kind_len: usize,
    edition: u32,
    layout: *mut *mut cpl_layout,
) -> u32 {
    cpl_layout_of_kind(kind, kind_len, edition, layout)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_layout_kind(
    layout: *const cpl_layout,
    kind: *mut cpl_text,
) -> u32 {
    cpl_layout_kind(layout, kind)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_layout_item_count(
    layout: *const cpl_layout,
    count: *mut usize,
) -> u32 {
    cpl_layout_item_count(layout, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_layout_item(
    layout: *const cpl_layout,
    no: u32,
    item: *mut cpl_item,
) -> u32 {
    cpl_layout_item(layout, no, item)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_layout_find(
    layout: *const cpl_layout,
    name: *const c_char,
    name_len: usize,
    no: *mut u32,
) -> u32 {
    cpl_layout_find(layout, name, name_len, no)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_layout_code_count(
    layout: *const cpl_layout,
    no: u32,
    count: *mut usize,
) -> u32 {
    cpl_layout_code_count(layout, no, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_layout_code(
    layout: *const cpl_layout,
    no: u32,
    index: usize,
    code: *mut cpl_text,
    meaning_ja: *mut cpl_text,
) -> u32 {
    cpl_layout_code(layout, no, index, code, meaning_ja)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_layout_code_meaning(
    layout: *const cpl_layout,
    no: u32,
    code: *const c_char,
    code_len: usize,
    meaning_ja: *mut cpl_text,
) -> u32 {
    cpl_layout_code_meaning(layout, no, code, code_len, meaning_ja)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_layout_free(
    layout: *mut cpl_layout,
) {
    cpl_layout_free(layout)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_backup(
    office: *const cpl_office,
    folder: *const c_char,
    folder_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_backup(office, folder, folder_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_restore(
    profile: *const c_char,
    profile_len: usize,
    backup: *const c_char,
    backup_len: usize,
    moved_to: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_restore(profile, profile_len, backup, backup_len, moved_to, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_clean_up(
    office: *const cpl_office,
    contents: *mut u64,
    messages: *mut u64,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_clean_up(office, contents, messages, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_open(
    folder: *const c_char,
    folder_len: usize,
    options: *const cpl_office_options,
    office: *mut *mut cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    let status = boundary::call(error, || no_callback_in_cpl_office_options(options));
    if status != CPL_OK {
        return status;
    }
    cpl_office_open(folder, folder_len, options, office, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_number(
    office: *const cpl_office,
    number: *mut cpl_text,
) -> u32 {
    cpl_office_number(office, number)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_get(
    office: *const cpl_office,
    info: *mut cpl_office_info,
) -> u32 {
    cpl_office_get(office, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_certificate_count(
    office: *const cpl_office,
    count: *mut usize,
) -> u32 {
    cpl_office_certificate_count(office, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_certificate(
    office: *const cpl_office,
    index: usize,
    certificate: *mut *mut cpl_certificate,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_certificate(office, index, certificate, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_set_actor(
    office: *const cpl_office,
    name: *const c_char,
    name_len: usize,
) -> u32 {
    cpl_office_set_actor(office, name, name_len)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_reload_identities(
    office: *const cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_reload_identities(office, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_reload_account(
    office: *const cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_reload_account(office, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_set_password(
    office: *const cpl_office,
    password: *const c_char,
    password_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_set_password(office, password, password_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_reload_crls(
    office: *const cpl_office,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_reload_crls(office, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_add_crl(
    office: *const cpl_office,
    crl: *const u8,
    crl_len: usize,
    added: *mut u32,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_add_crl(office, crl, crl_len, added, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_free(
    office: *mut cpl_office,
) {
    cpl_office_free(office)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_overview(
    office: *const cpl_office,
    overview: *mut *mut cpl_overview,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_overview(office, overview, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_overview_get(
    overview: *const cpl_overview,
    info: *mut cpl_overview_info,
) -> u32 {
    cpl_overview_get(overview, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_overview_count(
    overview: *const cpl_overview,
    direction: u32,
    state: u32,
    count: *mut u64,
) -> u32 {
    cpl_overview_count(overview, direction, state, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_overview_free(
    overview: *mut cpl_overview,
) {
    cpl_overview_free(overview)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_receipt(
    office: *const cpl_office,
    which: u32,
    id: *const c_char,
    id_len: usize,
    receipt: *mut *mut cpl_receipt,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_receipt(office, which, id, id_len, receipt, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_receipt_get(
    receipt: *const cpl_receipt,
    info: *mut cpl_receipt_info,
) -> u32 {
    cpl_receipt_get(receipt, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_receipt_signer(
    receipt: *const cpl_receipt,
    signer: *mut cpl_signer,
) -> u32 {
    cpl_receipt_signer(receipt, signer)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_receipt_bytes(
    receipt: *const cpl_receipt,
    bytes: *mut cpl_bytes,
) -> u32 {
    cpl_receipt_bytes(receipt, bytes)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_receipt_free(
    receipt: *mut cpl_receipt,
) {
    cpl_receipt_free(receipt)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_export_evidence(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    evidence: *mut *mut cpl_blob,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_export_evidence(office, id, id_len, evidence, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_verify_evidence(
    office: *const cpl_office,
    evidence: *const u8,
    evidence_len: usize,
    message: *mut *mut cpl_delivery,
    receipt: *mut *mut cpl_receipt,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_verify_evidence(office, evidence, evidence_len, message, receipt, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_received(
    office: *const cpl_office,
    query: *const cpl_query,
    received: *mut *mut cpl_received,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_received(office, query, received, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_received_message(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    received: *mut *mut cpl_received,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_received_message(office, id, id_len, received, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_count(
    received: *const cpl_received,
    count: *mut usize,
) -> u32 {
    cpl_received_count(received, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_get(
    received: *const cpl_received,
    index: usize,
    info: *mut cpl_received_info,
) -> u32 {
    cpl_received_get(received, index, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_step_count(
    received: *const cpl_received,
    index: usize,
    count: *mut usize,
) -> u32 {
    cpl_received_step_count(received, index, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_step(
    received: *const cpl_received,
    index: usize,
    step: usize,
    info: *mut cpl_step,
) -> u32 {
    cpl_received_step(received, index, step, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_file(
    received: *const cpl_received,
    index: usize,
    file: usize,
    info: *mut cpl_cover_file,
) -> u32 {
    cpl_received_file(received, index, file, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_state_name(
    state: u32,
    lang: u32,
    name: *mut cpl_text,
) -> u32 {
    cpl_received_state_name(state, lang, name)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_received_free(
    received: *mut cpl_received,
) {
    cpl_received_free(received)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_document_record(
    document: *const cpl_document,
    number: usize,
    record: *mut *mut cpl_record,
) -> u32 {
    cpl_document_record(document, number, record)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_item_count(
    record: *const cpl_record,
    count: *mut usize,
) -> u32 {
    cpl_record_item_count(record, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_items(
    record: *const cpl_record,
    items: *mut cpl_items,
) -> u32 {
    cpl_record_items(record, items)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_item(
    record: *const cpl_record,
    no: u32,
    value: *mut cpl_text,
) -> u32 {
    cpl_record_item(record, no, value)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_item_named(
    record: *const cpl_record,
    name: *const c_char,
    name_len: usize,
    value: *mut cpl_text,
) -> u32 {
    cpl_record_item_named(record, name, name_len, value)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_item_bytes(
    record: *const cpl_record,
    no: u32,
    bytes: *mut cpl_bytes,
) -> u32 {
    cpl_record_item_bytes(record, no, bytes)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_item_name(
    record: *const cpl_record,
    no: u32,
    name: *mut cpl_text,
) -> u32 {
    cpl_record_item_name(record, no, name)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_record_free(
    record: *mut cpl_record,
) {
    cpl_record_free(record)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_ask_relay(
    office: *const cpl_office,
    control: *const cpl_control,
    relay: *mut *mut cpl_relay,
    error: *mut *mut cpl_error,
) -> u32 {
    let status = boundary::call(error, || no_callback_in_cpl_control(control));
    if status != CPL_OK {
        return status;
    }
    cpl_office_ask_relay(office, control, relay, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_relay_get(
    relay: *const cpl_relay,
    info: *mut cpl_relay_info,
) -> u32 {
    cpl_relay_get(relay, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_relay_free(
    relay: *mut cpl_relay,
) {
    cpl_relay_free(relay)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_send(
    office: *const cpl_office,
    set: *const cpl_set,
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
    outgoing: *const cpl_outgoing,
    is_new: *mut u32,
) -> u32 {
    cpl_outgoing_is_new(outgoing, is_new)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_outgoing_id(
    outgoing: *const cpl_outgoing,
    id: *mut cpl_text,
) -> u32 {
    cpl_outgoing_id(outgoing, id)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_outgoing_free(
    outgoing: *mut cpl_outgoing,
) {
    cpl_outgoing_free(outgoing)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_withdraw(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_withdraw(office, id, id_len, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_sent(
    office: *const cpl_office,
    query: *const cpl_query,
    sent: *mut *mut cpl_sent,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_sent(office, query, sent, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_sent_message(
    office: *const cpl_office,
    id: *const c_char,
    id_len: usize,
    sent: *mut *mut cpl_sent,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_office_sent_message(office, id, id_len, sent, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_count(
    sent: *const cpl_sent,
    count: *mut usize,
) -> u32 {
    cpl_sent_count(sent, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_get(
    sent: *const cpl_sent,
    index: usize,
    info: *mut cpl_sent_info,
) -> u32 {
    cpl_sent_get(sent, index, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_step_count(
    sent: *const cpl_sent,
    index: usize,
    count: *mut usize,
) -> u32 {
    cpl_sent_step_count(sent, index, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_step(
    sent: *const cpl_sent,
    index: usize,
    step: usize,
    info: *mut cpl_step,
) -> u32 {
    cpl_sent_step(sent, index, step, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_file(
    sent: *const cpl_sent,
    index: usize,
    file: usize,
    info: *mut cpl_cover_file,
) -> u32 {
    cpl_sent_file(sent, index, file, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_state_name(
    state: u32,
    lang: u32,
    name: *mut cpl_text,
) -> u32 {
    cpl_sent_state_name(state, lang, name)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sent_free(
    sent: *mut cpl_sent,
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
pub extern "stdcall" fn cpls_set_get(
    set: *const cpl_set,
    info: *mut cpl_set_info,
) -> u32 {
    cpl_set_get(set, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_set_document_count(
    set: *const cpl_set,
    count: *mut usize,
) -> u32 {
    cpl_set_document_count(set, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_set_document(
    set: *const cpl_set,
    index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    cpl_set_document(set, index, document)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_set_findings(
    set: *const cpl_set,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    cpl_set_findings(set, lang, findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_set_free(
    set: *mut cpl_set,
) {
    cpl_set_free(set)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_group(
    documents: *const *const cpl_document,
    count: usize,
    groups: *mut *mut cpl_groups,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_group(documents, count, groups, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_group_folder(
    folder: *const c_char,
    folder_len: usize,
    options: *const cpl_read_options,
    groups: *mut *mut cpl_groups,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_group_folder(folder, folder_len, options, groups, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_groups_count(
    groups: *const cpl_groups,
    count: *mut usize,
) -> u32 {
    cpl_groups_count(groups, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_groups_get(
    groups: *const cpl_groups,
    index: usize,
    info: *mut cpl_set_info,
) -> u32 {
    cpl_groups_get(groups, index, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_groups_document(
    groups: *const cpl_groups,
    index: usize,
    document_index: usize,
    document: *mut *mut cpl_document,
) -> u32 {
    cpl_groups_document(groups, index, document_index, document)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_groups_findings(
    groups: *const cpl_groups,
    index: usize,
    lang: u32,
    findings: *mut *mut cpl_findings,
) -> u32 {
    cpl_groups_findings(groups, index, lang, findings)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_groups_build(
    groups: *const cpl_groups,
    index: usize,
    set: *mut *mut cpl_set,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_groups_build(groups, index, set, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_groups_free(
    groups: *mut cpl_groups,
) {
    cpl_groups_free(groups)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_status_name(
    status: u32,
    name: *mut cpl_text,
) -> u32 {
    cpl_status_name(status, name)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_status_category(
    status: u32,
    category: *mut u32,
) -> u32 {
    cpl_status_category(status, category)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_status_message(
    status: u32,
    lang: u32,
    text: *mut cpl_text,
) -> u32 {
    cpl_status_message(status, lang, text)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_store_certificates(
    store: u32,
    office_rule: *const c_char,
    office_rule_len: usize,
    certificates: *mut *mut cpl_certificates,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_store_certificates(store, office_rule, office_rule_len, certificates, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_certificates_count(
    certificates: *const cpl_certificates,
    count: *mut usize,
) -> u32 {
    cpl_certificates_count(certificates, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_certificates_get(
    certificates: *const cpl_certificates,
    index: usize,
    info: *mut cpl_certificate_info,
) -> u32 {
    cpl_certificates_get(certificates, index, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_certificates_free(
    certificates: *mut cpl_certificates,
) {
    cpl_certificates_free(certificates)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_identity_from_store(
    store: u32,
    thumbprint: *const c_char,
    thumbprint_len: usize,
    office_rule: *const c_char,
    office_rule_len: usize,
    identity: *mut *mut cpl_identity,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_identity_from_store(store, thumbprint, thumbprint_len, office_rule, office_rule_len, identity, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_substitute(
    text: *const c_char,
    text_len: usize,
    options: *const cpl_substitution_options,
    substituted: *mut *mut cpl_substituted,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_substitute(text, text_len, options, substituted, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_substituted_text(
    substituted: *const cpl_substituted,
    text: *mut cpl_text,
) -> u32 {
    cpl_substituted_text(substituted, text)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_substituted_count(
    substituted: *const cpl_substituted,
    count: *mut usize,
) -> u32 {
    cpl_substituted_count(substituted, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_substituted_get(
    substituted: *const cpl_substituted,
    index: usize,
    lang: u32,
    substitution: *mut cpl_substitution,
) -> u32 {
    cpl_substituted_get(substituted, index, lang, substitution)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_substituted_free(
    substituted: *mut cpl_substituted,
) {
    cpl_substituted_free(substituted)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_sync(
    office: *const cpl_office,
    control: *const cpl_control,
    report: *mut *mut cpl_sync_report,
    error: *mut *mut cpl_error,
) -> u32 {
    let status = boundary::call(error, || no_callback_in_cpl_control(control));
    if status != CPL_OK {
        return status;
    }
    cpl_office_sync(office, control, report, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sync_report_get(
    report: *const cpl_sync_report,
    info: *mut cpl_sync_info,
) -> u32 {
    cpl_sync_report_get(report, info)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sync_report_problem_count(
    report: *const cpl_sync_report,
    count: *mut usize,
) -> u32 {
    cpl_sync_report_problem_count(report, count)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sync_report_problem(
    report: *const cpl_sync_report,
    index: usize,
    problem: *mut cpl_sync_problem,
) -> u32 {
    cpl_sync_report_problem(report, index, problem)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_sync_report_free(
    report: *mut cpl_sync_report,
) {
    cpl_sync_report_free(report)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_worker_start(
    office: *const cpl_office,
    worker: *mut *mut cpl_worker,
    error: *mut *mut cpl_error,
) -> u32 {
    cpl_worker_start(office, worker, error)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_office_wake(
    office: *const cpl_office,
) -> u32 {
    cpl_office_wake(office)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_worker_stop(
    worker: *mut cpl_worker,
) {
    cpl_worker_stop(worker)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_blob_bytes(
    blob: *const cpl_blob,
    bytes: *mut cpl_bytes,
) -> u32 {
    cpl_blob_bytes(blob, bytes)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_blob_free(
    blob: *mut cpl_blob,
) {
    cpl_blob_free(blob)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_abi_version() -> u32 {
    cpl_abi_version()
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_version(
    text: *mut cpl_text,
) -> u32 {
    cpl_version(text)
}

#[unsafe(no_mangle)]
pub extern "stdcall" fn cpls_capabilities(
    capabilities: *mut u32,
) -> u32 {
    cpl_capabilities(capabilities)
}

/// A host with stdcall cannot be called back.
fn no_callback_in_cpl_control(given: *const cpl_control) -> Result<(), Failure> {
    match boundary::take_struct(given) {
        Ok(Some(cpl_control { progress: Some(_), .. })) => Err(Failure::of(CPL_BAD_ARGUMENT)),
        _ => Ok(()),
    }
}

/// A host with stdcall cannot be called back.
fn no_callback_in_cpl_office_options(given: *const cpl_office_options) -> Result<(), Failure> {
    match boundary::take_struct(given) {
        Ok(Some(cpl_office_options { log: Some(_), .. })) => Err(Failure::of(CPL_BAD_ARGUMENT)),
        _ => Ok(()),
    }
}
