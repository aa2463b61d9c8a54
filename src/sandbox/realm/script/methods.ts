/** @file What the checker takes for granted of Variables and arrays, since both are numbers to it. */
import { noGrad } from '../../../engine/config';
import { sum, transpose } from '../../../engine/tensor/functions';
import { NdArray, type Value } from '../../../engine/tensor/ndarray';
import { Variable } from '../../../engine/variable';

/** What Variables have, of plain arrays too. */
const ofArrays: Record<string, PropertyDescriptor> = {
  sum: {
    value(this: NdArray, ...axes: unknown[]): Value {
      return noGrad(() => sum(this, ...(axes as [])).data as Value);
    },
  },
  transpose: {
    value(this: NdArray, ...axes: number[]): Value {
      return noGrad(() => transpose(this, ...axes).data as Value);
    },
  },
  T: {
    get(this: NdArray): Value {
      return noGrad(() => transpose(this).data as Value);
    },
  },
};

/** How numbers are written. */
const written = ['toFixed', 'toPrecision', 'toExponential', 'toLocaleString'] as const;

function define(holder: object, methods: Record<string, PropertyDescriptor>): void {
  for (const key of Object.keys(methods)) Object.defineProperty(holder, key, { ...methods[key], configurable: true });
}

/** Called once. */
export function defineMethods(): void {
  define(NdArray.prototype, ofArrays);
  for (const key of written) {
    const method = Number.prototype[key] as (...given: unknown[]) => string;
    const value = function (this: Variable | NdArray, ...given: unknown[]): string {
      const data = this instanceof Variable ? this.data : this;
      return method.apply(data instanceof NdArray ? data.item() : data, given);
    };
    define(Variable.prototype, { [key]: { value } });
    define(NdArray.prototype, { [key]: { value } });
  }
  define(Variable.prototype, {
    toJSON: {
      value(this: Variable): unknown {
        const { data } = this;
        return data instanceof NdArray ? data.toArray() : data;
      },
    },
  });
}
