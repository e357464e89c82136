#!/usr/bin/env python3
"""部品表とライセンスのスクリプトの試験。/ Tests of sbom.py and licences.py: python3 packaging/test_notices.py"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


def script(name: str, *words: str, **more: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, HERE / name, *words], capture_output=True, encoding="utf-8", env=os.environ | more, check=False)


class Notices(unittest.TestCase):
    @classmethod
    def setUpClass(cls) -> None:
        cls.bom = json.loads(script("sbom.py").stdout)

    def licences(self, components: list, *options: str, **more: str) -> subprocess.CompletedProcess:
        with tempfile.TemporaryDirectory() as folder:
            bom = Path(folder, "bom.json")
            bom.write_text(json.dumps({"components": components}))
            return script("licences.py", *options, str(bom), **more)

    def component(self, name: str) -> dict:
        return next(one for one in self.bom["components"] if one["name"] == name)

    def test_all_that_cargo_links_into_what_is_shipped(self) -> None:
        told = subprocess.run(
            "cargo tree --locked --target all -e normal --prefix none -p careplan-ffi -p careplan-cli -p careplan-relay".split(),
            capture_output=True, text=True, cwd=HERE, check=True).stdout
        linked = {tuple(line.split()[:2]) for line in told.splitlines() if line.strip() and "(/" not in line}
        listed = {(one["name"], f"v{one['version']}") for one in self.bom["components"]}
        self.assertGreater(len(linked), 200)
        self.assertEqual(set(), linked - listed)
        # Only careplan; only careplan-relay.
        for name in ("indicatif", "postgres"):
            self.component(name)

    def test_every_reference_of_the_bom_is_in_it(self) -> None:
        product = self.bom["metadata"]["component"]
        there = {one["bom-ref"] for one in [product, *product["components"], *self.bom["components"]]}
        for one in self.bom["dependencies"]:
            self.assertLessEqual({one["ref"], *one["dependsOn"]}, there)

    def test_what_crates_and_compilers_bring_along(self) -> None:
        sources = [self.component(name) for name in ("openssl-src", "libsqlite3-sys")]
        text = self.licences(sources).stdout
        for words in ("openssl/LICENSE.txt", "is in the public domain", "Rust standard library"):
            self.assertIn(words, text)
        self.assertNotIn("MinGW", text)
        text = self.licences(sources, "--windows").stdout
        for words in ("MinGW-w64 runtime", "GCC RUNTIME LIBRARY EXCEPTION", "presumption that third-party software"):
            self.assertIn(words, text)

    def test_no_licence_is_an_error(self) -> None:
        run = self.licences([{"name": "no-such-crate", "version": "1.0.0"}])
        self.assertNotEqual(0, run.returncode)
        self.assertEqual("", run.stdout)
        self.assertIn("no-such-crate-1.0.0", run.stderr)
        with tempfile.TemporaryDirectory() as home:
            crate = Path(home, "registry", "src", "index", "bare-1.0.0")
            crate.mkdir(parents=True)
            crate.joinpath("Cargo.toml").write_text('[package]\nname = "bare"\n')
            bare = [{"name": "bare", "version": "1.0.0"}]
            self.assertNotEqual(0, self.licences(bare, CARGO_HOME=home).returncode)
            crate.joinpath("Cargo.toml").write_text('[package]\nname = "bare"\nlicense = "MIT"\n')
            self.assertIn("declares: MIT", self.licences(bare, CARGO_HOME=home).stdout)
        self.assertNotEqual(0, self.licences([], "--windows", CAREPLAN_DEBIAN_DOC="/nowhere").returncode)


if __name__ == "__main__":
    unittest.main()
