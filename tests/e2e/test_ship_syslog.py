# SPDX-License-Identifier: Apache-2.0
"""cel ship to syslog and GELF: rsyslog reads each message as one, by TCP and by TLS; a server that breaks off
gets again what it may not have read; hostile reports stay one message."""

import json
import os
import re
import socket
import struct
import subprocess
import threading

import pytest
from shipping import ALL, CEL, Ship, some_reports, wait_for, write


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Rsyslog:
    """Debian's rsyslog, which writes the fields of each message as a line of JSON."""

    def __init__(self, folder, tls=""):
        self.port = free_port()
        self.file = os.path.join(str(folder), "messages")
        self.configuration = os.path.join(str(folder), "rsyslog.conf")
        self._pid = os.path.join(str(folder), "rsyslog.pid")
        fields = " ".join(
            'property(outname="%s" name="%s" format="jsonf")' % (name, name)
            for name in ("hostname", "app-name", "procid", "msgid", "structured-data", "msg",
                         "syslogfacility-text", "syslogseverity-text", "timereported"))
        with open(self.configuration, "w", encoding="ascii") as file:
            file.write(
                'global(workDirectory="%s" maxMessageSize="64k" %s)\nmodule(load="imtcp" %s)\n'
                'template(name="all" type="list" option.jsonf="on") { %s }\n'
                'input(type="imtcp" port="%d" address="127.0.0.1")\n'
                'action(type="omfile" file="%s" template="all")\n'
                % (folder, tls, 'streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon"'
                   if tls else "", fields, self.port, self.file))
        self.start()

    def start(self):
        argv = ["/usr/sbin/rsyslogd", "-n", "-f", self.configuration, "-i", self._pid]
        self._process = subprocess.Popen(argv, stdout=subprocess.DEVNULL)
        wait_for(self._listens)

    def _listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
            return True
        except OSError:
            return False

    def messages(self):
        if not os.path.exists(self.file):
            return []
        with open(self.file, encoding="utf-8") as file:
            return [json.loads(line) for line in file.read().splitlines()]

    def stop(self):
        self._process.terminate()
        self._process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


def ids_of(messages):
    return [re.search(r' id="(\w+)"', each["structured-data"]).group(1) for each in messages]


def test_rsyslog_gets_each_report_over_its_restarts(tmp_path):
    sent = some_reports(40)
    hostile = dict(sent[7], reason="x\n<0>1 - - - - - - forged", backtrace='a\r\n<13>1 - \x00 "] [x@1 y="z"]',
                   type='T"] \n', hostname="a b")
    sent[7] = hostile
    log = tmp_path / "app.log"
    write(log, sent[:20])
    with Rsyslog(tmp_path) as rsyslog:
        with Ship(tmp_path, ALL, "--to", "syslog=tcp://127.0.0.1:%d" % rsyslog.port, log) as ship:
            wait_for(lambda: len(rsyslog.messages()) == 20)
            rsyslog.stop()
            write(log, sent[20:])
            wait_for(lambda: "not delivered" in ship.said())
            rsyslog.start()
            wait_for(lambda: {report["id"] for report in sent} <= set(ids_of(rsyslog.messages())))
            assert ship.end() == 0
        messages = rsyslog.messages()
    assert len(messages) == 40
    assert ids_of(messages) == [report["id"] for report in sent]
    assert {each["syslogfacility-text"] for each in messages} == {"user"}
    strange = messages[7]
    assert strange["msgid"] == 'T"]__' and strange["hostname"] == "a_b"
    assert strange["msg"].endswith("<13>1 - \\x00 \"] [x@1 y=\"z\"]")


def test_rsyslog_by_tls_with_a_verified_certificate(tmp_path):
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "cert.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out",
                    certificate, "-days", "2", "-subj", "/CN=log", "-addext", "subjectAltName=IP:127.0.0.1"],
                   check=True, stderr=subprocess.DEVNULL)
    log = tmp_path / "app.log"
    sent = some_reports(5)
    write(log, sent)
    with Rsyslog(tmp_path, 'defaultNetstreamDriver="ossl" defaultNetstreamDriverCAFile="%s" '
                 'defaultNetstreamDriverCertFile="%s" defaultNetstreamDriverKeyFile="%s"'
                 % (certificate, certificate, key)) as rsyslog:
        address = "tls://127.0.0.1:%d" % rsyslog.port
        with Ship(tmp_path, ALL, "--to", "syslog=" + address, log) as ship:
            wait_for(lambda: "certificate" in ship.said())
        configuration = tmp_path / "ship.toml"
        configuration.write_text(
            'logs = ["%s"]\nsince = "2020-01-01"\n[[to]]\nsyslog = "%s"\nca-file = "%s"\n'
            'facility = "local3"\n' % (log, address, certificate))
        with Ship(tmp_path, "--config", configuration) as ship:
            wait_for(lambda: len(rsyslog.messages()) == 5)
            assert ship.end() == 0
        assert ids_of(rsyslog.messages()) == [report["id"] for report in sent]
        assert {each["syslogfacility-text"] for each in rsyslog.messages()} == {"local3"}


class Listener:
    """A server that keeps what it reads. It can break off with a reset, or end in an orderly way."""

    def __init__(self):
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = self._server.getsockname()[1]
        self.read = b""
        self.connections = 0
        self._connection = None
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self):
        while True:
            try:
                self._connection, _ = self._server.accept()
                self.connections += 1
                while True:
                    data = self._connection.recv(65536)
                    if not data:
                        break
                    self.read += data
            except OSError:
                if self._server.fileno() < 0:
                    return

    def end(self, is_reset):
        if is_reset:
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._connection.shutdown(socket.SHUT_RD)
        self._connection.close()

    def close(self):
        self._server.close()
        self._connection.close()


@pytest.fixture
def listener():
    server = Listener()
    yield server
    server.close()


@pytest.mark.parametrize("is_reset", [False, True])
def test_what_a_server_may_not_have_read_comes_again_and_only_that(tmp_path, listener, is_reset):
    sent = some_reports(2)
    log = tmp_path / "app.log"
    write(log, sent[:1])
    with Ship(tmp_path, ALL, "--to", "gelf=tcp://127.0.0.1:%d" % listener.port, log) as ship:
        wait_for(lambda: listener.read.count(b"\0") == 1)
        position, = [name for name in os.listdir(ship.state) if name.endswith(".position")]
        wait_for(lambda: int((tmp_path / "state" / position).read_text()) == 1)
        listener.end(is_reset)
        write(log, sent[1:])
        wait_for(lambda: listener.connections == 2 and sent[1]["id"].encode() in listener.read)
        assert ship.end() == 0
    ids = [json.loads(each)["_cel_id"] for each in listener.read.split(b"\0")[:-1]]
    assert ids == [sent[0]["id"]] * (2 if is_reset else 1) + [sent[1]["id"]]


def test_gelf_is_as_its_specification_says_of_a_hostile_report_too(tmp_path, listener):
    sent = some_reports(3)
    sent[1].update(reason="x\0{\"version\":\"1.1\"}\0", backtrace="a\0b\n", type="", severity="fatal",
                   _id="forged")
    log = tmp_path / "app.log"
    write(log, sent)
    with Ship(tmp_path, ALL, "--to", "gelf=tcp://127.0.0.1:%d" % listener.port, log) as ship:
        wait_for(lambda: listener.read.count(b"\0") == 3)
        assert ship.end() == 0
    messages = [json.loads(each) for each in listener.read.split(b"\0")[:-1]]
    assert [each["_cel_id"] for each in messages] == [report["id"] for report in sent]
    for each in messages:
        assert each["version"] == "1.1" and each["host"] and each["short_message"]
        assert isinstance(each["timestamp"], float) and each["level"] in range(8)
        assert all(re.fullmatch(r"_[\w.-]+", name) and name != "_id" and isinstance(value, (str, float, int))
                   for name, value in each.items()
                   if name not in ("version", "host", "short_message", "full_message", "timestamp", "level"))
    assert messages[1]["level"] == 2 and messages[1]["full_message"] == "a\0b\n"


def test_wrong_addresses_and_a_dry_run(tmp_path):
    for address, words in [("syslog=udp://x:514", b"tcp://HOST:PORT or tls://HOST:PORT"),
                           ("gelf=tcp://x", b"tcp://HOST:PORT or tls://HOST:PORT")]:
        done = subprocess.run([CEL, "ship", "--state", tmp_path, "--to", address], stderr=subprocess.PIPE,
                              check=False)
        assert done.returncode == 2 and words in done.stderr
    write(tmp_path / "log", some_reports(1))
    shown = subprocess.run(
        [CEL, "ship", "--dry-run", "--to", "syslog=tcp://x:1", "--to", "gelf=tcp://x:1", "-"],
        input=(tmp_path / "log").read_bytes(), stdout=subprocess.PIPE, check=True).stdout.decode()
    assert " [cel@32473 id=" in shown and '"version":"1.1"' in shown
