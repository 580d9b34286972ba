# SPDX-License-Identifier: Apache-2.0
"""A Kafka broker from Maven Central's jars: started in a folder, killed, started again, and read."""

import hashlib
import json
import os
import shutil
import socket
import subprocess

import pytest
from locks import ROOT, locked
from shipping import wait_for

SOURCES = os.path.join(ROOT, "tests", "support", "kafka")
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"

CONFIGURATION = """
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:{control}
listeners=PLAINTEXT://127.0.0.1:{plain},SASL_SSL://127.0.0.1:{secure},CONTROLLER://127.0.0.1:{control}
controller.listener.names=CONTROLLER
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
log.dirs={folder}/data
num.partitions=3
offsets.topic.replication.factor=1
message.max.bytes={largest}
ssl.keystore.type=PEM
ssl.keystore.location={folder}/broker.pem
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_ssl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule \\
  required user_cel="{password}";
"""


def jars():
    """The class path of the broker, which Maven brings once."""
    mvn = shutil.which("mvn") or pytest.skip("needs Maven: apt-get install maven default-jdk-headless")
    pom = os.path.join(SOURCES, "pom.xml")
    with open(pom, "rb") as file:
        folder = os.path.join(ROOT, "build", "kafka-" + hashlib.sha256(file.read()).hexdigest()[:12])
    with locked("kafka"):
        if not os.path.isdir(folder):
            shutil.rmtree(folder + ".part", ignore_errors=True)
            command = [mvn, "--quiet", "--batch-mode", "-f", pom, COPY, "-DoutputDirectory=%s.part" % folder]
            subprocess.run(command, check=True)
            os.rename(folder + ".part", folder)
    return folder + "/*"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def certificate(folder):
    """Makes a certificate of the broker's own, with which clients verify it: broker.pem and ca.pem."""
    key, pem = folder + "/key.pem", folder + "/ca.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", pem,
         "-days", "9", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"],
        stderr=subprocess.DEVNULL, check=True)
    with open(folder + "/broker.pem", "w") as both:
        for part in (key, pem):
            with open(part) as file:
                both.write(file.read())
    return pem


class Broker:
    def __init__(self, folder, password, largest=1 << 20):
        self._folder = str(folder)
        self._java = ["java", "-Xmx256m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jars()]
        plain, secure, control = free_ports(3)
        self.address, self.secure_address = "127.0.0.1:%d" % plain, "127.0.0.1:%d" % secure
        self._port = plain
        self.authority = certificate(self._folder)
        self._properties = os.path.join(self._folder, "server.properties")
        with open(self._properties, "w") as file:
            file.write(CONFIGURATION.format(folder=self._folder, plain=plain, secure=secure, control=control,
                                            password=password, largest=largest))
        subprocess.run([*self._java, "kafka.tools.StorageTool", "format", "-t", "A" * 21 + "Q", "-c",
                        self._properties], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
        self._readers = []
        self.start()

    def start(self):
        with open(self._folder + "/broker.log", "ab") as log:
            self._process = subprocess.Popen([*self._java, "kafka.Kafka", self._properties], stdout=log,
                                             stderr=log)
        wait_for(self._listens, 120)

    def _listens(self):
        assert self._process.poll() is None, "the broker ended: see broker.log"
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self._port)) == 0

    def kill(self):
        self._process.kill()
        self._process.wait()

    def read(self, topic, parse=None):
        """Reads a topic from its start on; returns what gives the messages so far, by default as partition,
        key and value, which is JSON."""
        path = os.path.join(self._folder, topic + ".messages")
        with open(path, "wb") as messages:
            self._readers.append(subprocess.Popen(
                [*self._java, SOURCES + "/Reader.java", self.address, topic], stdout=messages,
                stderr=subprocess.DEVNULL))
        return lambda: list((parse or messages_in)(path))

    def close(self):
        for reader in self._readers:
            reader.kill()
            reader.wait()
        self.kill()


def messages_in(path):
    """Partition, key and report of each whole line."""
    with open(path, "rb") as file:
        for line in file.read().split(b"\n")[:-1]:
            partition, key, value = line.split(b" ", 2)
            yield int(partition), key.decode(), json.loads(value)
