/** The columns that grow with what is simulated. */
export type Column = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A longer copy of a column, filled up with zeros. */
export function grown<Type extends Column>(column: Type, length = 2 * column.length): Type {
  const longer = new (column.constructor as new (length: number) => Type)(length);
  longer.set(column);
  return longer;
}
