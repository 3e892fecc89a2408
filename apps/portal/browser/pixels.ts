// The pixels of a picture as a browser gives them to a page, and whether they can be believed: against tracking some
// browsers alter a little of what they hand out, and a hash of that would be the hash of another picture.
import type { PixelImage } from '#libs/pdq';

/** A canvas of more pixels fails on many devices. */
const MOST_PIXELS = 64_000_000;

/** Pixels as stored: not turned, no colour profile applied, alpha dropped. Undefined where the browser reads none. */
export async function pixelsOf(picture: Blob): Promise<PixelImage | undefined> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(picture, {
      imageOrientation: 'none',
      premultiplyAlpha: 'none',
      colorSpaceConversion: 'none',
    });
  } catch {
    return undefined;
  }
  const { width, height } = bitmap;
  try {
    if (width * height > MOST_PIXELS) return undefined;
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return undefined;
    context.drawImage(bitmap, 0, 0);
    const { data: rgba } = context.getImageData(0, 0, width, height);
    const data = new Uint8Array(width * height * 3);
    for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
      data[to] = rgba[from]!;
      data[to + 1] = rgba[from + 1]!;
      data[to + 2] = rgba[from + 2]!;
    }
    return { width, height, channels: 3, data };
  } catch {
    return undefined;
  } finally {
    bitmap.close();
  }
}

/** A drawn picture of 24×24 pixels, whose colours follow `knownColour`. */
const KNOWN_PICTURE =
  'iVBORw0KGgoAAAANSUhEUgAAABgAAAAYCAIAAABvFaqvAAAF20lEQVR42gXBsYuqjgMAcEHku3xF3vJE3nIit5zILSdySyItibQU0pJISxItibQo0pJISyItibQk0pJISyK3nMQtJ3LLSbzlibzlK/L7H36fDwBC/8DQvyj0A4d+ktAvGnpgoUceehpCzxL0okCvKtQxoK4F9Ryo70GDABpF0DiBJhk0zaF5CS0qaNlAOgAi/8LIDxT5iSO/SOSBRh5Z5IlHnofIi4S8KkhHRboG0rOQvoMMPGQUIOMImSTINEPmObIokWWF6A2yAkDsB4z9RLFfOPZAYo809sRizzz2MsReJayjYF0V6xlY38IGDjbysHGATSJsmmDzDFvk2LLE9ApbNdgaAImfMPELJR5w4pEknmjimSVeeOJ1SHQkoqsQPZXoG8TAIkYOMfaISUBMI2KeEIuMWOaEXhKrilg3xAYAqV8w9YBSjzj1RFLPNPXCUq881RlSXYnqKVRfpQYGNbKosUNNPGoaUPOIWiTUMqP0nFqV1LqiNg21BUDmAWYeUeYJZ55J5oVmXlmmwzPdIdOTmL7CDFRmZDBji5k4zNRj5gGziJhlwugZs8qZdclsKmbbMDsA5B5h7gnlnnHuheReaa7Dcl2e6w25vsQNFG6kcmODm1jc1OHmHrcIuGXE6Qm3yrh1zm1Kbltxu4bbA6DwBAvPqPCCC6+k0KGFLiv0eKE/FAaSMFKEsSpMDGFqCXNHWHjCMhD0SFglwjoTNrmwLYVdJewb4QCA4jMsvqDiKy52SLFLiz1W7PPiYCiOJHGsiBNVnBri3BIXjrj0RD0QV5G4TsRNJm5zcVeK+0o8NOIRAOUXWH5F5Q4ud0m5R8t9Vh7w8mgojyV5oshTVZ4b8sKSl46se/IqkNeRvEnkbSbvcnlfyodKPjbyCQBnr/Csg866+KxHzvr0bMDORvxsPJxNpNlUmc3V2cKYLa2Z7sxW3mwdzDbRbJvMdtlsn88O5exYzU7N7AyAWgfWuqjWw7U+qQ1obcRqY16bDLWppM0VbaFqS0PTLW3laGtP2wTaNtJ2ibbPtEOuHUvtVGnnRrsAoNmFzR5q9nFzQJoj2hyz5oQ3p0NzLpkLxVyqpm6YK8tcO+bGM7eBuYvMfWIeMvOYm6fSPFfmpTGvAGj3YLuP2gPcHpH2mLYnrD3l7fnQXkj2UrF11V4Z9tqyN4699exdYO8j+5DYx8w+5fa5tC+VfW3sNwB0+7A7QN0R7o5Jd0K7U9ad8+5i6C4lV1fclequDXdjuVvH3XnuPnAPkXtM3FPmnnP3UrrXyn1r3HcA9AewP0L9Me5PSH9K+3PWX/D+cujrkr9S/LXqbwx/a/k7x997/iHwj5F/Svxz5l9y/1r6b5X/3vgfABiO4HCMhhM8nJLhnA4XbLjkQ30YrqRwrYQbNdwa4c4K90548MJjEJ6i8JyElyy85uFbGb5X4UcTfgJgPIbjCRpP8XhOxgs6XrKxzserYbyW4o0Sb9V4Z8R7Kz448dGLT0F8juJLEl+z+C2P38v4o4o/m/gLANMJnE7RdI6nCzJd0qnOpis+XQ/TjZRulXSnpnsjPVjp0UlPXnoO0kuUXpP0LUvf8/SjTD+r9KtJvwHwNoVvc/S2wG9L8qbTtxV7W/O3zfC2lW475bZXbwfjdrRuJ+d29m6X4HaNbm/J7T27feS3z/L2Vd2+m9tvACzmcLFAiyVe6GSxoos1W2z4YjssdlKxV4qDWhyN4mQVZ6e4eMU1KN6i4j0pPrLiMy++yuK7Kn43xR8AvC/g+xK96/h9Rd7X9H3D3rf8fTe876X7Qbkf1fvJuJ+t+8W5X737W3B/j+4fyf0zu3/l9+/y/ru6/2nufwGwXsK1jtYrvF6T9Yaut2y94+v9sD5I9VGpT2p9NuqLVV+d+s2r34P6I6o/k/orq7/z+ndZ/6nqv039HwC2Otyu0HaNtxuy3dLtjm33fHsYtkepPSntWW0vRnu12jenfffaj6D9jNqvpP3O2t95+6ds/1btf037v/8DIeQqLt9FycEAAAAASUVORK5CYII=';

function knownColour(x: number, y: number): readonly number[] {
  return [(x * 10 + 3) & 255, (y * 10 + 5) & 255, ((x + y) * 5 + 7) & 255];
}

/** Whether a known picture comes out of this browser as it went in. */
export async function readsTruly(): Promise<boolean> {
  const bytes = Uint8Array.from(atob(KNOWN_PICTURE), (character) => character.charCodeAt(0));
  const image = await pixelsOf(new Blob([bytes], { type: 'image/png' }));
  if (image === undefined || image.width !== 24 || image.height !== 24) return false;
  return image.data.every((value, at) => {
    const pixel = Math.floor(at / 3);
    return value === knownColour(pixel % 24, Math.floor(pixel / 24))[at % 3];
  });
}
