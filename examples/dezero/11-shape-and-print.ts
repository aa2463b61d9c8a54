// What a Variable tells about its data.
// Look at the printed text: columns stand below each other, as in numpy.
import { sum, Variable } from 'gradlens';

const x = new Variable([
  [1, 2, 3],
  [4, 5, 6],
]);
x.name = 'x';
console.log(x.shape, x.ndim, x.size, x.dtype, x.length); // [2, 3] 2 6 float64 2
console.log(x); // variable([[1 2 3]
//                           [4 5 6]])
console.log(new Variable(new Float32Array(2)).dtype); // float32

sum(x * x).backward();
console.log(x.grad);
