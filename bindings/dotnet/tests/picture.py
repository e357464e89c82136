#!/usr/bin/env python3
"""picture.py FILE.png: fails where a picture shows next to nothing: few colours, or one that covers nearly all of it."""
import collections
import struct
import sys
import zlib

FEWEST_COLOURS, LARGEST_PART = 16, 0.98


def main():
    content = open(sys.argv[1], "rb").read()
    if content[:8] != b"\x89PNG\r\n\x1a\n":
        sys.exit(f"{sys.argv[1]}: no PNG")
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", content[16:29])
    channels = {0: 1, 2: 3, 3: 1, 6: 4}.get(kind)
    if depth != 8 or interlaced or channels is None:
        sys.exit(f"{sys.argv[1]}: a kind of PNG that is not read here")
    colours = collections.Counter()
    for row in rows(zlib.decompress(b"".join(chunks(content))), width * channels, height, channels):
        colours.update(zip(*(row[channel::channels] for channel in range(channels))))
    largest = colours.most_common(1)[0][1] / (width * height)
    print(f"{sys.argv[1]}: {width} x {height}, {len(colours)} colours, the most common one covers {largest:.0%}")
    if len(colours) < FEWEST_COLOURS or largest > LARGEST_PART:
        sys.exit(f"{sys.argv[1]}: 何も写っていません / shows nothing")


def chunks(content):
    """The data of a picture, chunk by chunk."""
    at = 8
    while at < len(content):
        length, name = struct.unpack(">I4s", content[at:at + 8])
        if name == b"IDAT":
            yield content[at + 8:at + 8 + length]
        at += length + 12


def rows(data, length, height, step):
    """The rows without their filters (PNG, section 9)."""
    before = bytearray(length)
    for number in range(height):
        start = number * (length + 1)
        method, row = data[start], bytearray(data[start + 1:start + 1 + length])
        for at in range(length if method else 0):
            left, corner = (row[at - step], before[at - step]) if at >= step else (0, 0)
            guess = (0, left, before[at], (left + before[at]) // 2, paeth(left, before[at], corner))[method]
            row[at] = row[at] + guess & 255
        yield row
        before = row


def paeth(left, above, corner):
    estimate = left + above - corner
    return min((left, above, corner), key=lambda one: abs(estimate - one))


main()
