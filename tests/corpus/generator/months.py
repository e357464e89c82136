"""The months of the clean sets: which services each person has, so that every kind of the exchange has a row."""
from generator.slips import Service as S, Use
from generator.world import (AGARIE, HAMADA, HELPERS_2, HIGA, KAMIYA, KINJO, KOBAYASHI, KUWABARA, OSHIRO, SAITO, SATO, SUZUKI,
                             TAKAHASHI, TANAKA, WATANABE, YAMAZAKI, YOSHIDA)


def rail(tais="00001-000010", **more):
    return S("171007", 300, [1], tais=tais, equipment="手すり「安心」", **more)


def wheelchair(**more):
    return S("171001", 500, [1], equipment="自走式車いす", **({"tais": "00001-000002"} | more))


# The smallest month with a visit, equipment and a short stay; the faults are made from it.
SMALL = [Use(SATO, [
    S("111111", 244, [2, 9], "0900", "0930"),
    wheelchair(),
    S("211111", 645, [15, 16], days_before=3),
])]

# What can stand in tables 6 and 7 beside plain visits.
DETAILS = [
    # Satellites, a second office of the kind, and a percentage addition outside the limit.
    Use(YAMAZAKI, [
        S("111111", 244, [1, 8, 15, 22], "1000", "1030", satellite="01"),
        S("111211", 387, [3, 10], "1400", "1500", satellite="02"),
        S("111111", 244, [5, 12], "2330", "0000", office=HELPERS_2),
        S("116275", 120, [30], outside=True),
        S("311111", 515, [4, 18], "1300", "1330", outside=True),
    ], previous_level="23"),
    # More than 30 days in a row: the days after the 30th are paid in full.
    Use(KUWABARA, [
        S("111111", 244, [25], "0900", "0930"),
        S("211111", 645, [1], days_before=29),
        S("211111", 645, [2, 3], days_before=29, over_30=True),
    ], previous_level="21"),
    # Above the limit.
    Use(KINJO, [
        S("111111", 244, list(range(1, 16)), "0700", "0730", rate=80),
        S("152441", 658, list(range(7, 27)), "0930", "1640", rate=80),
    ], previous_level="12"),
    # A discount, a price that is not round, 70 per cent.
    Use(AGARIE, [
        S("111111", 244, [7], "0900", "0930", rate=70),
        S("131111", 500, [14, 28], "1100", "1130", price="10.42", rate=70),
        S("152441", 630, [9, 16], "0930", "1640", full_units=700, rate=70),
    ], previous_level="13"),
    # A limit for each of nine kinds.
    Use(HIGA, [
        S("111111", 244, [1, 2], "0900", "0930"), S("121111", 1266, [3], "1000", "1100"), S("131111", 471, [4], "1000", "1030"),
        S("141111", 308, [5], "1300", "1340"), S("152441", 658, [7, 14], "0930", "1640"), S("161111", 762, [8], "0930", "1640"),
        wheelchair(), S("211111", 645, [20, 21], days_before=0), S("721111", 994, [25], "0930", "1640"),
    ], {"11": 1000, "12": 3000, "13": 1000, "14": 1000, "15": 2000, "16": 1000, "17": 1000, "21": 2000, "72": 1500},
        previous_level="24"),
]

# All kinds of 介護給付; the equipment of kind 17 goes with each of them.
CARE_KINDS = [
    Use(YAMAZAKI, [
        wheelchair(), rail(discriminator=1), rail("00001-000020", discriminator=2), S("111111", 244, [1, 8], "0900", "0930"),
        S("131111", 471, [2, 9], "1000", "1030"), S("152441", 658, [3, 10], "0930", "1640"), S("211111", 645, [20, 21], days_before=0),
        S("311111", 515, [4, 18], "1300", "1330", outside=True),
    ]),
    Use(HIGA, [
        wheelchair(tais="", notification="00002-000003"), S("121111", 1266, [1, 8], "1000", "1100"),
        S("141111", 308, [2, 9], "1300", "1340"), S("161111", 762, [3, 10], "0930", "1640"), S("221111", 830, [20, 21, 22], days_before=4),
    ]),
    Use(HAMADA, [wheelchair(), S("711111", 989, [1]), S("721111", 994, [3, 10], "0930", "1640"), S("2A1111", 833, [20], days_before=0)]),
    # 76 is flat: the units stand on the first day, the visits after it have none.
    Use(KUWABARA, [wheelchair(), S("761111", 5446, [1], zero_days=[2, 3]), S("231111", 764, [20, 21], days_before=2)]),
    # Registered on the 20th: paid by the day.
    Use(WATANABE, [wheelchair(), S("731111", 344, [20], prorated=list(range(20, 31)))]),
    Use(TAKAHASHI, [wheelchair(), S("771111", 12438, [1]), S("271111", 542, [25, 26])]),
    Use(AGARIE, [wheelchair(), S("781111", 657, [1, 8], "0930", "1640"), S("681111", 572, [10, 11]), S("281111", 546, [25])]),
    Use(KINJO, [wheelchair(), S("791111", 571, [5, 6]), S("381111", 765, [12, 13])]),
]


def frame(**more):
    return S("671005", 200, [1], equipment="歩行器", **({"tais": "00003-000004"} | more))


# All kinds of 予防給付.
PREVENTION_KINDS = [
    Use(SAITO, [frame(), S("621111", 856, [1, 15], "1000", "1100"), S("631111", 301, [2, 16], "1000", "1030"),
                S("641111", 298, [3], "1300", "1340"), S("341111", 515, [10], "1300", "1330", outside=True), S("241111", 479, [20, 21], days_before=0)]),
    Use(KAMIYA, [frame(tais="", notification="00004-000005"), S("661111", 4228, [1], zero_days=[8, 15]), S("251111", 583, [20], days_before=1)]),
    Use(OSHIRO, [frame(), S("741111", 861, [4, 11], "0930", "1640"), S("261111", 577, [20], days_before=0)]),
    Use(TANAKA, [frame(), S("751111", 6972, [1]), S("2B1111", 612, [25], days_before=0)]),
    Use(KOBAYASHI, [frame(), S("691111", 424, [5, 6]), S("391111", 761, [12])]),
]

# All kinds of 総合事業; A4 and A8 with a fixed share of the user.
GENERAL_KINDS = [
    Use(SUZUKI, [S("A21111", 1176, [1], zero_days=[8, 15]), S("A61111", 1798, [2], zero_days=[9])]),
    Use(OSHIRO, [S("A21111", 1176, [1]), S("A31001", 220, [3, 10], "1000", "1045"), S("A71001", 300, [5, 12], "1300", "1500")]),
    Use(YOSHIDA, [S("A21111", 1176, [1]), S("A41001", 200, [3, 10], "1000", "1045", fixed=300), S("A81001", 250, [5, 12], "1300", "1500", fixed=350)]),
    Use(TANAKA, [S("A21111", 1176, [1]), S("A11111", 266, [4], "1000", "1100"), S("A51111", 378, [11], "1000", "1200")]),
]
