// Networks that stand in front of other people's servers: their country says nothing of where the material is.

/** Autonomous systems of content delivery networks and protective proxies. */
export const CONTENT_DELIVERY_NETWORKS: ReadonlySet<number> = new Set([
  // Cloudflare
  13335, 14789, 132892, 203898, 209242, 394536, 395747,
  // Fastly
  54113,
  // Akamai, its cloud hosting (AS63949) left out
  12222, 16625, 16702, 17204, 18680, 18717, 20189, 20940, 21342, 21357, 21399, 22207, 22452, 23454, 23455,
  23903, 24319, 26008, 30675, 31107, 31108, 31109, 31110, 32787, 33905, 34164, 34850, 35204, 35993, 35994,
  36183, 39836, 43639, 55409, 55770, 213120,
  // Edgio (Limelight, Edgecast)
  15133, 22822,
  // CDN77
  60068,
  // G-Core
  199524,
  // Sucuri
  30148,
  // Imperva (Incapsula)
  19551,
  // Bunny
  200325,
  // CacheFly
  30081,
  // DDoS-Guard
  57724, 262254,
  // CDNetworks
  36408, 38107, 40366, 43303,
]);
