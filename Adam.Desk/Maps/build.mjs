// Draws the countries of Natural Earth (public domain, 1:50m, packaged by world-atlas) as paths of SVG, once. The desk
// places points with the same projection, which DeskMap implements; `check` has positions that a test compares.
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { geoAzimuthalEqualArea, geoBounds, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { presimplify, simplify } from 'topojson-simplify';

const require = createRequire(import.meta.url);
const iso = require('i18n-iso-countries/codes.json');
const atlas = JSON.parse(readFileSync(require.resolve('world-atlas/countries-50m.json')));

const centre = [48, 24]; // of the map, in degrees: all three routes lie around it
const scale = 600; // units of the map for one radius of the Earth
const frame = { west: -640, north: -500, width: 1400, height: 1070 }; // in units, around the centre
const detail = 3e-4; // the area in square degrees below which a bend of a boundary is left out

const alpha2 = new Map(iso.map(([two, , numeric]) => [numeric, two]));
// Natural Earth has no numbers for these.
const others = new Map([['Kosovo', 'XK']]);

const projection = geoAzimuthalEqualArea()
  .rotate([-centre[0], -centre[1]])
  .scale(scale)
  .translate([0, 0])
  .clipAngle(89)
  .precision(0.4);
const inFrame = ([[x0, y0], [x1, y1]]) =>
  x1 > frame.west && x0 < frame.west + frame.width && y1 > frame.north && y0 < frame.north + frame.height;

projection.clipExtent([
  [frame.west - 4, frame.north - 4],
  [frame.west + frame.width + 4, frame.north + frame.height + 4],
]);
const path = geoPath(projection);
const countries = {};
const land = feature(simplify(presimplify(atlas), detail), atlas.objects.countries);
for (const country of land.features) {
  if (country.properties.name === 'Antarctica') continue;
  const drawn = relative(path(country));
  const bounds = path.bounds(country);
  if (!drawn || !inFrame(bounds)) continue;
  const code = alpha2.get(country.id) ?? others.get(country.properties.name) ?? '';
  const known = countries[code];
  const [x, y] = path.centroid(country);
  countries[code] = {
    path: (known?.path ?? '') + drawn,
    box: [...bounds[0], ...bounds[1]].map(Math.round),
    centre: [Math.round(x * 10) / 10, Math.round(y * 10) / 10],
  };
}

const check = [[68.78, 38.56], [13.4, 52.5], [39.2, -6.8], [77.2, 28.6], [48, 24]].map(([longitude, latitude]) => {
  const [x, y] = projection([longitude, latitude]);
  return { longitude, latitude, x: Math.round(x * 1000) / 1000, y: Math.round(y * 1000) / 1000 };
});

writeFileSync('map.json', JSON.stringify({
  source: 'Natural Earth 1:50m, world-atlas ' + require('world-atlas/package.json').version,
  centre, scale, frame, check, countries,
}).replaceAll('},"', '},\n"') + '\n');

/** Returns a path with relative coordinates in tenths of a unit, which take half the bytes. */
function relative(drawn) {
  if (!drawn) return '';
  let out = '';
  for (const ring of drawn.split('M').slice(1)) {
    const points = ring.replace('Z', '').split('L').map(point => point.split(',').map(n => Math.round(n * 10)));
    const kept = points.filter(([x, y], i) => i === 0 || x !== points[i - 1][0] || y !== points[i - 1][1]);
    if (kept.length < 3) continue;
    out += 'M' + kept[0].join(' ') + 'l';
    out += kept.slice(1).map(([x, y], i) => `${x - kept[i][0]} ${y - kept[i][1]}`).join(' ').replaceAll(' -', '-');
    out += 'z';
  }
  return out;
}
