// The door to what the organisations library says about published settings.
export {
  inLanguage,
  parsePublishedSettings,
  type Localised,
  type PublishedSettings,
} from '../../../libs/organisations/src/portals/published-settings.js';
