use super::*;

#[test]
fn what_is_not_valid_now_is_neither_used_nor_sealed_for() {
    let house = house();
    let of = |from, until| {
        let spec = Spec::office(OFFICE).valid(day(from), day(until));
        house.judge(&house.trust(), &house.between.issue(&spec))
    };
    assert_eq!(of(-9, -1), Err(TrustFault::Expired));
    assert_eq!(of(1, 9), Err(TrustFault::NotYetValid));
    assert!(of(-1, 1).is_ok());
}

#[test]
fn a_message_is_signed_neither_in_the_future_nor_before_the_certificate() {
    let house = house();
    let (trust, office) = (house.trust(), house.office());
    let at = |time| house.judge_signed(&trust, &office, Some(time));
    let minutes = |minutes| now() + SignedDuration::from_mins(minutes);
    assert!(at(minutes(5)).is_ok() && at(minutes(-500)).is_ok());
    let (signed_at, now) = (minutes(6), now());
    let fault = TrustFault::SignedInFuture { signed_at, now };
    assert_eq!(at(signed_at), Err(fault.clone()));
    assert_eq!(
        house.judge_at(&trust, &office, signed_at),
        Err(fault.clone())
    );
    for lang in [Lang::Ja, Lang::En] {
        let text = fault.message(lang);
        assert!(
            text.contains(lang.pick("6 分先", "6 minutes ahead")),
            "{text}"
        );
        assert!(
            text.contains("2026-05-20 12:06:00 JST") && text.contains("2026-05-20 12:00:00 JST")
        );
    }
    assert_eq!(at(day(-366)), Err(TrustFault::NotYetValid));
}

#[test]
fn a_message_from_before_the_expiry_is_taken_for_a_while() {
    let house = house();
    let until = |days| {
        house
            .between
            .issue(&Spec::office(OFFICE).valid(day(-400), day(days)))
    };
    let judge =
        |trust: &Trust, days, signed| house.judge_signed(trust, &until(days), Some(day(signed)));
    let trust = house.trust();
    let verdict = judge(&trust, -92, -93).unwrap();
    let at = day(-92);
    assert_eq!(verdict.warnings, [TrustWarning::ExpiredSince { at }]);
    assert_eq!(judge(&trust, -93, -94), Err(TrustFault::Expired));
    assert_eq!(judge(&trust, -10, -9), Err(TrustFault::Expired));
    let strict = house.builder().expired_grace(0).build().unwrap();
    assert_eq!(judge(&strict, -10, -11), Err(TrustFault::Expired));
    // The same goes for the authority above.
    let spec = Spec::authority("Old", 3).valid(day(-900), day(-3));
    let old = house.root.under(&spec);
    let office = old.issue(&Spec::office(OFFICE));
    let others = [old.certificate];
    let judged = trust.judge(&office, &others, Use::Signing, Some(day(-4)));
    let warnings = fault_of(judged).unwrap().warnings;
    assert_eq!(warnings, [TrustWarning::ExpiredSince { at: day(-3) }]);
}

#[test]
fn evidence_is_judged_as_of_its_moment() {
    let house = house();
    let old = house
        .between
        .issue(&Spec::office(OFFICE).valid(day(-900), day(-500)));
    let at = |days| house.judge_at(&house.trust(), &old, day(days));
    assert_eq!(at(-600), Ok(nothing_to_say()));
    assert_eq!(at(-499), Err(TrustFault::Expired));
    assert_eq!(at(-901), Err(TrustFault::NotYetValid));
}
