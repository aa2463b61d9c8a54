/** @file Vectors, matrices and rotations of gl-matrix, vec3, transformation-matrix and quaternion. */
import { glMatrix, mat3, mat4, quat, vec2, vec3 } from 'gl-matrix';
import Quaternion from 'quaternion';
import { applyToPoint, compose, inverse, rotateDEG, scale, shear } from 'transformation-matrix';
import { Vec3 } from 'vec3';

/** Its default, single precision, is too coarse for differences. */
glMatrix.setMatrixArrayType(Float64Array);

export function perspective(fov, x) {
  const view = mat4.rotateX(mat4.create(), mat4.perspective(mat4.create(), fov, 1.5, 0.1, 10), 0.4);
  return vec3.length(vec3.transformMat4(vec3.create(), [x, 2, 3], view));
}
export function slerp(angle, t) {
  return quat.slerp(quat.create(), quat.setAxisAngle(quat.create(), [0, 0, 1], angle), [0.1, 0.2, 0.3, 0.9], t)[2];
}
export const determinant4 = (a, b) =>
  mat4.determinant(mat4.fromValues(a, 1, 2, 3, b, 5, 1, 2, 0.5, a, 4, 1, 1, 2, b, a));
export const inverse3 = (a, b) => mat3.invert(mat3.create(), [a, 1, 2, b, 3, 1, 0.4, 2, 5])[4];
export const angleBetween = (a, b) => vec3.angle([a, b, 1], [0.3, 1, 2]);
export const hermite = (a, b) => vec3.hermite(vec3.create(), [a, 0, 0], [1, b, 0], [0, 2, 1], [1, a, 1], 0.4)[1];
export const rotatedInPlace = (points) => {
  const turned = points.map((point) => vec2.rotate(point, point, [0.5, 0.2], 0.7));
  return turned.reduce((sum, [x, y]) => sum + x * y, 0);
};

export const crossNorm = (x, y) => new Vec3(x, y, 1).cross(new Vec3(1, 2, y)).norm();
export const unitDistance = (x, y) => new Vec3(x, y, 2).unit().distanceTo(new Vec3(0, 1, 0));

export function affine(degrees, x) {
  return applyToPoint(compose(rotateDEG(degrees), scale(x, 2), inverse(shear(x, 0.3))), { x, y: 1 }).x;
}

export const rotatedByEuler = (a, b, c) => Quaternion.fromEuler(a, b, c, 'ZXY').rotateVector([1, 2, 3])[1];
export const quaternionPower = (w, x) => new Quaternion(w, x, 0.3, 0.4).pow(new Quaternion(1.5, 0.2, 0, 0)).y;
