// The graph as DOT text, for Graphviz. The panel exports the same from its menu.
// Look at the printed text: ellipses are Variables, boxes are functions.
import { dotGraph, Variable } from 'gradlens';

const x = new Variable(1, 'x');
const y = new Variable(1, 'y');
const z = 0.26 * (x ** 2 + y ** 2) - 0.48 * x * y;
z.name = 'z';
z.backward();
console.log(dotGraph(z));
