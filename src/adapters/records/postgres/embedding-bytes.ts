/** A vector as it is stored: 32-bit floats, little end first, whatever machine wrote it. */
export function embeddingToBytes(embedding: Float32Array): Buffer {
  const bytes = Buffer.alloc(embedding.length * 4);
  embedding.forEach((number, index) => bytes.writeFloatLE(number, index * 4));
  return bytes;
}

/** The vector that `embeddingToBytes` stored. */
export function embeddingFromBytes(bytes: Buffer): Float32Array {
  const embedding = new Float32Array(bytes.length / 4);
  for (let index = 0; index < embedding.length; index += 1) {
    embedding[index] = bytes.readFloatLE(index * 4);
  }
  return embedding;
}
