import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIP } from "node:net";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  Extension,
  Extensions,
  GeneralName,
  id_ce_subjectAltName,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";

/** A key of a server's own, and the certificate that is its own authority. Both are PEM text. */
export interface SelfSigned {
  readonly key: string;
  readonly certificate: string;
}

const COMMON_NAME = "2.5.4.3";
const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const HOUR_MS = 3_600_000;
const LIFETIME_MS = 10 * 365 * 24 * HOUR_MS;

/** Makes a key and a certificate for these host names and addresses. */
export function selfSigned(hosts: readonly string[]): SelfSigned {
  const { publicKey, privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const signature = new AlgorithmIdentifier({ algorithm: ECDSA_WITH_SHA256 });
  const name = nameOf(hosts[0] ?? "");
  const serialNumber = randomBytes(16);
  // The first bit is the sign: a serial number is positive.
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x7f) | 1;
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: bytes(serialNumber),
    signature,
    issuer: name,
    // The container's clock may be a little behind.
    validity: new Validity({ notBefore: new Date(Date.now() - HOUR_MS), notAfter: new Date(Date.now() + LIFETIME_MS) }),
    subject: name,
    subjectPublicKeyInfo: AsnConvert.parse(publicKey.export({ type: "spki", format: "der" }), SubjectPublicKeyInfo),
    extensions: new Extensions([alternativeNames(hosts)]),
  });
  const signed = sign("sha256", Buffer.from(AsnConvert.serialize(tbsCertificate)), privateKey);
  const certificate = new Certificate({ tbsCertificate, signatureAlgorithm: signature, signatureValue: bytes(signed) });
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    certificate: pem(Buffer.from(AsnConvert.serialize(certificate))),
  };
}

function nameOf(host: string): Name {
  const value = new AttributeValue({ utf8String: host });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])]);
}

function alternativeNames(hosts: readonly string[]): Extension {
  const names = hosts.map((host) => new GeneralName(isIP(host) ? { iPAddress: host } : { dNSName: host }));
  const value = AsnConvert.serialize(new SubjectAlternativeName(names));
  return new Extension({ extnID: id_ce_subjectAltName, extnValue: new OctetString(value) });
}

function bytes(of: Buffer): ArrayBuffer {
  return Uint8Array.from(of).buffer;
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}
