/** @file Map projections and distances of d3-geo and geographiclib-geodesic. */
import * as geo from 'd3-geo';
import geodesic from 'geographiclib-geodesic';

const { WGS84 } = geodesic.Geodesic;

const sum = ([x, y]) => x + y;

export const mercator = (lambda, phi) => sum(geo.geoMercator()([lambda, phi]));
export const conicEqualArea = (lambda, phi) => geo.geoConicEqualArea().parallels([29, 45])([lambda, phi])[0];
export const equalEarth = (lambda, phi) => geo.geoEqualEarth()([lambda, phi])[0];
export const naturalEarth = (lambda, phi) => sum(geo.geoNaturalEarth1()([lambda, phi]));
export const rotatedOrthographic = (turn, phi) => geo.geoOrthographic().rotate([turn, 20, 5])([8.5, phi])[0];
export const stereographicInverse = (x, y) => geo.geoStereographic().invert([x, y])[1];
export const greatCircle = (lambda, phi) => geo.geoDistance([lambda, phi], [10, 20]);
export const alongGreatCircle = (t, phi) => geo.geoInterpolate([8.5, phi], [100, -20])(t)[1];
export function sphericalArea(lambda, phi) {
  const ring = [
    [lambda, phi],
    [lambda + 1, phi + 10],
    [20, phi],
    [lambda, phi],
  ];
  return geo.geoArea({ type: 'Polygon', coordinates: [ring] });
}
export function lineLength(coordinates) {
  return geo.geoLength({ type: 'LineString', coordinates });
}

export const geodesicDistance = (lat, lon) => WGS84.Inverse(lat, lon, 41.3, 174.9).s12;
export const geodesicEnd = (lat, azimuth, distance) => WGS84.Direct(lat, 174.81, azimuth, distance).lon2;
