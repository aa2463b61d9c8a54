/** @file Orbits and ephemerides of satellite.js and suncalc. */
import * as satellite from 'satellite.js';
import * as SunCalc from 'suncalc';

const station = [
  '1 25544U 98067A   19156.50900463  .00003075  00000-0  59442-4 0  9992',
  '2 25544  51.6433  59.2583 0008217  16.4489 347.6017 15.51174618173442',
];
const date = () => new Date(Date.UTC(2023, 10, 14, 22, 13, 20));

export function sgp4(minutes) {
  const { position, velocity } = satellite.sgp4(satellite.twoline2satrec(...station), minutes);
  return position.x + 100 * velocity.z;
}
export function perturbedOrbit(inclination, eccentricity) {
  const record = satellite.twoline2satrec(...station);
  record.inclo = inclination;
  record.ecco = eccentricity;
  return satellite.sgp4(record, 45).position.y;
}
export function geodeticHeight(x, y, z) {
  return satellite.eciToGeodetic({ x, y, z }, 0.4).height;
}
export function elevation(longitude, latitude, x) {
  const observer = { longitude, latitude, height: 0.37 };
  return satellite.ecfToLookAngles(observer, { x, y: 1200, z: 5900 }).elevation;
}
export const earthFixed = (x, y, gmst) => satellite.eciToEcf({ x, y, z: 1 }, gmst).x;

export const sunAltitude = (lat, lng) => SunCalc.getPosition(date(), lat, lng).altitude;
export const moonAzimuth = (lat, lng) => SunCalc.getMoonPosition(date(), lat, lng).azimuth;
