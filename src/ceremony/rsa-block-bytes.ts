/** The sizes of what RSA keys of 2048, 3072 and 4096 bits wrap. */
export const RSA_BLOCK_BYTES: readonly number[] = [256, 384, 512];
