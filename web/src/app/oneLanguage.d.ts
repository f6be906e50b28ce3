declare module '*essages.ts?en' {
  export const messages: { en: Record<string, string> }
}

declare module '*essages.ts?ar' {
  export const messages: { ar: Record<string, string> }
}
