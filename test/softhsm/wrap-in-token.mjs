// Generates an AES-256 key in a PKCS#11 token, wraps it there under an RSA public key, and says what can be known of
// it.
// usage: node wrap-in-token.mjs LIBRARY PIN PublicKey.der sha1|sha256 wrapped.bin
import { createPublicKey } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import pkcs11js from 'pkcs11js';

const [library, pin, publicKeyFile, hash, out] = process.argv.slice(2);
const HASHES = { sha1: [pkcs11js.CKM_SHA_1, pkcs11js.CKG_MGF1_SHA1], sha256: [pkcs11js.CKM_SHA256, pkcs11js.CKG_MGF1_SHA256] };
const [hashAlg, mgf] = HASHES[hash];
const { n, e } = createPublicKey({ key: readFileSync(publicKeyFile), format: 'der', type: 'spki' }).export({ format: 'jwk' });
const modulus = Buffer.from(n, 'base64url');

const token = new pkcs11js.PKCS11();
token.load(library);
token.C_Initialize();
try {
  const [slot] = token.C_GetSlotList(true);
  const session = token.C_OpenSession(slot, pkcs11js.CKF_RW_SESSION + pkcs11js.CKF_SERIAL_SESSION);
  token.C_Login(session, pkcs11js.CKU_USER, pin);

  const material = token.C_GenerateKey(session, { mechanism: pkcs11js.CKM_AES_KEY_GEN }, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_SECRET_KEY },
    { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_AES },
    { type: pkcs11js.CKA_VALUE_LEN, value: 32 },
    { type: pkcs11js.CKA_SENSITIVE, value: true },
    { type: pkcs11js.CKA_EXTRACTABLE, value: true },
    { type: pkcs11js.CKA_ENCRYPT, value: true },
  ]);
  const wrappingKey = token.C_CreateObject(session, [
    { type: pkcs11js.CKA_CLASS, value: pkcs11js.CKO_PUBLIC_KEY },
    { type: pkcs11js.CKA_KEY_TYPE, value: pkcs11js.CKK_RSA },
    { type: pkcs11js.CKA_WRAP, value: true },
    { type: pkcs11js.CKA_MODULUS, value: modulus },
    { type: pkcs11js.CKA_PUBLIC_EXPONENT, value: Buffer.from(e, 'base64url') },
  ]);

  let readable = true;
  try {
    token.C_GetAttributeValue(session, material, [{ type: pkcs11js.CKA_VALUE }]);
  } catch (error) {
    if (!/CKR_ATTRIBUTE_SENSITIVE/.test(error.message)) throw error;
    readable = false;
  }

  const mechanism = { mechanism: pkcs11js.CKM_RSA_PKCS_OAEP, parameter: { type: pkcs11js.CK_PARAMS_RSA_OAEP, hashAlg, mgf, source: 1 } };
  writeFileSync(out, token.C_WrapKey(session, mechanism, wrappingKey, material, Buffer.alloc(modulus.length)), { flag: 'wx', mode: 0o600 });

  // the start of an encrypted block of zeros: by it two holders of a key see that it is the same
  token.C_EncryptInit(session, { mechanism: pkcs11js.CKM_AES_ECB }, material);
  const checkValue = token.C_Encrypt(session, Buffer.alloc(16), Buffer.alloc(16)).subarray(0, 3);
  process.stdout.write(JSON.stringify({ readable, checkValue: checkValue.toString('hex') }));
} finally {
  token.C_Finalize();
}
