// Says how the doors stand according to npm's opening_hours. It reads from its
// input a list of {text, at: [milliseconds]}, and writes for each either {wrong},
// why it cannot read the text, or {doors}: a letter for each moment, o for open,
// a for by appointment, s for shut, and u for what else is not known.
//
//   TZ=UTC node oracle.mjs PATH-OF-OPENING_HOURS < questions > answers
import {readFileSync} from 'node:fs';
import {pathToFileURL} from 'node:url';

const {default: OpeningHours} = await import(pathToFileURL(process.argv[2]));
// Public holidays are those of Berlin.
const berlin = {lat: 52.5, lon: 13.4, address: {country_code: 'de', country: 'Deutschland', state: 'Berlin'}};

function doors(hours, at) {
  const date = new Date(at);
  if (hours.getUnknown(date)) {
    return /^by appointment/i.test(hours.getComment(date) ?? '') ? 'a' : 'u';
  }
  return hours.getState(date) ? 'o' : 's';
}

function answer({text, at}) {
  try {
    const hours = new OpeningHours(text, berlin, {locale: 'en'});
    return {doors: at.map((moment) => doors(hours, moment)).join('')};
  } catch (wrong) {
    return {wrong: String(wrong)};
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, 'utf8')).map(answer)));
