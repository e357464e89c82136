//! Large contents: parts on the way in, ranges on the way out.

use std::io::Write;
use std::thread;
use std::time::Duration;

use careplan_core::relay::wire::{ProblemCode, Sent, State};
use reqwest::Method;
use uuid::Uuid;

use crate::common::{
    CONTENT, Office, PART_BYTES, Sandbox, assert_problem, content_digest, problem, sha256, value,
};

crate::everywhere!(
    an_upload_goes_on_where_it_was_cut,
    parts_must_be_what_their_digest_says,
    the_whole_must_be_what_was_announced,
    a_download_goes_on_where_it_was_cut,
    a_part_that_was_cut_can_be_repeated,
);

/// Two parts and a half.
fn large() -> Vec<u8> {
    (0..PART_BYTES * 5 / 2)
        .map(|index| (index % 251) as u8)
        .collect()
}

fn an_upload_goes_on_where_it_was_cut(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let content = large();
    let id = Uuid::now_v7();
    let announced: Sent = value(sender.announce(id, &sandbox.announce_of(1, &content)), 201);
    assert_eq!(announced.part_bytes, PART_BYTES as u64);
    let parts: Vec<_> = content.chunks(PART_BYTES).collect();
    let first: Sent = value(sender.put_part(id, 2, parts[2]), 200);
    assert_eq!((first.state, first.parts), (State::Uploading, vec![2]));
    assert_problem(sender.commit(id), ProblemCode::Incomplete);
    value::<Sent>(sender.put_part(id, 0, parts[0]), 200);
    value::<Sent>(sender.put_part(id, 0, parts[0]), 200);
    assert_eq!(sender.sent(id).parts, [0, 2]);
    assert_problem(sender.commit(id), ProblemCode::Incomplete);
    assert!(receiver.received().items.is_empty());
    value::<Sent>(sender.put_part(id, 1, parts[1]), 200);
    let complete: Sent = value(sender.commit(id), 200);
    assert_eq!((complete.state, complete.parts), (State::Available, vec![]));
    assert_eq!(
        value::<Sent>(sender.commit(id), 200).cursor,
        complete.cursor
    );
    assert_eq!(receiver.content(id).bytes().unwrap(), content);
}

fn parts_must_be_what_their_digest_says(sandbox: Sandbox) {
    let sender = sandbox.office(0);
    let content = large();
    let id = Uuid::now_v7();
    value::<Sent>(sender.announce(id, &sandbox.announce_of(1, &content)), 201);
    let part = &content[..PART_BYTES];
    let put = |number: &str, digest: Option<String>, body: &[u8]| {
        let path = format!("/v1/sent/{id}/parts/{number}");
        let mut request = sender.request(Method::PUT, &path).body(body.to_vec());
        if let Some(digest) = digest {
            request = request.header("content-digest", digest);
        }
        sender.exchange(request)
    };
    let right = || Some(content_digest(part));
    assert_problem(put("0", None, part), ProblemCode::BadRequest);
    let md5 = Some("md5=:AAAA:".to_owned());
    assert_problem(put("0", md5, part), ProblemCode::BadRequest);
    let mut flipped = part.to_vec();
    flipped[4711] ^= 4;
    assert_problem(put("0", right(), &flipped), ProblemCode::DigestMismatch);
    assert_problem(put("0", right(), &part[1..]), ProblemCode::DigestMismatch);
    let longer = [part, b"x"].concat();
    assert_problem(
        put("0", Some(content_digest(&longer)), &longer),
        ProblemCode::TooLarge,
    );
    for nowhere in ["3", "-1", "x", "99999999999"] {
        assert_problem(put(nowhere, right(), part), ProblemCode::BadRequest);
    }
    assert_eq!(sender.sent(id).state, State::Announced);
    let among_others = format!("sha-512=:AAAA:, {}", content_digest(part));
    value::<Sent>(put("0", Some(among_others), part), 200);
}

fn the_whole_must_be_what_was_announced(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let content = large();
    let id = Uuid::now_v7();
    value::<Sent>(sender.announce(id, &sandbox.announce_of(1, &content)), 201);
    let mut other = content.clone();
    other[PART_BYTES] ^= 1;
    assert_problem(sender.upload(id, &other), ProblemCode::DigestMismatch);
    assert!(receiver.received().items.is_empty());
    // Nobody knows which part was wrong, so all are to come again.
    assert!(sender.sent(id).parts.is_empty());
    value::<Sent>(sender.upload(id, &content), 200);
    assert_eq!(receiver.content(id).bytes().unwrap(), content);
}

fn a_download_goes_on_where_it_was_cut(sandbox: Sandbox) {
    let (sender, receiver) = (sandbox.office(0), sandbox.office(1));
    let content = large();
    let id = sender.send(&sandbox.announce_of(1, &content), &content);
    let size = content.len();
    let whole = receiver.content(id);
    let headers = whole.headers().clone();
    assert_eq!(headers["content-type"], "application/octet-stream");
    assert_eq!(headers["accept-ranges"], "bytes");
    assert_eq!(headers["content-length"], size.to_string());
    assert_eq!(headers["content-digest"], content_digest(&content));
    assert_eq!(headers["repr-digest"], content_digest(&content));
    assert_eq!(headers["etag"], format!("\"{}\"", sha256(&content)));
    assert_eq!(whole.bytes().unwrap(), content);

    let middle = PART_BYTES - 10..PART_BYTES + 10;
    let few = range(&receiver, id, "bytes=1048566-1048585", None);
    assert_eq!(few.status(), 206);
    assert_eq!(
        few.headers()["content-range"],
        format!("bytes 1048566-1048585/{size}")
    );
    assert_eq!(
        few.headers()["content-digest"],
        content_digest(&content[middle.clone()])
    );
    assert_eq!(few.headers()["repr-digest"], content_digest(&content));
    assert_eq!(few.bytes().unwrap(), content[middle]);
    let rest = range(&receiver, id, "bytes=1000-", None);
    assert_eq!(rest.bytes().unwrap(), content[1000..]);
    let last = range(&receiver, id, "bytes=-5", None);
    assert_eq!(last.bytes().unwrap(), content[size - 5..]);

    let tag = format!("\"{}\"", sha256(&content));
    assert_eq!(range(&receiver, id, "bytes=5-", Some(&tag)).status(), 206);
    let changed = range(&receiver, id, "bytes=5-", Some("\"other\""));
    assert_eq!(changed.status(), 200);
    let beyond = range(&receiver, id, &format!("bytes={size}-"), None);
    assert_eq!(beyond.headers()["content-range"], format!("bytes */{size}"));
    assert_eq!(problem(beyond).code, ProblemCode::BadRange);
}

fn range(
    office: &Office,
    id: Uuid,
    range: &str,
    if_range: Option<&str>,
) -> reqwest::blocking::Response {
    let path = format!("/v1/received/{id}/content");
    let mut request = office.request(Method::GET, &path).header("range", range);
    if let Some(tag) = if_range {
        request = request.header("if-range", tag);
    }
    office.exchange(request)
}

fn a_part_that_was_cut_can_be_repeated(sandbox: Sandbox) {
    let sender = sandbox.office(0);
    let id = Uuid::now_v7();
    value::<Sent>(sender.announce(id, &sandbox.announce_of(1, CONTENT)), 201);
    let token = sender.token.clone().unwrap();
    let (length, digest) = (CONTENT.len(), content_digest(CONTENT));
    let head = format!(
        "PUT /v1/sent/{id}/parts/0 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-digest: {digest}\r\ncontent-length: {length}\r\n\r\n"
    );
    {
        let mut stream = sandbox.raw_connection();
        stream.write_all(head.as_bytes()).unwrap();
        stream.write_all(&CONTENT[..10]).unwrap();
        stream.flush().unwrap();
    }
    thread::sleep(Duration::from_millis(200));
    assert_eq!(sender.sent(id).state, State::Announced);
    value::<Sent>(sender.upload(id, CONTENT), 200);
}
