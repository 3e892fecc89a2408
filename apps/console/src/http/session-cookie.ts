// The session's cookie. On https it is bound to this host alone by its name; on plain loopback http browsers refuse such
// a name.

export class SessionCookie {
  readonly name: string;
  private readonly attributes: string;

  /** @param origin the console's public address */
  constructor(readonly origin: string) {
    const isSecure = origin.startsWith('https:');
    this.name = isSecure ? '__Host-manara' : 'manara-console';
    this.attributes = `Path=/; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`;
  }

  /** The token in a request's cookies. Where the name stands twice, none is trusted. */
  read(header: string | undefined): string | undefined {
    const found = (header ?? '')
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.startsWith(`${this.name}=`));
    return found.length === 1 ? found[0]!.slice(this.name.length + 1) : undefined;
  }

  /** For `Set-Cookie`; gone when the browser closes, and by the server's clock before. */
  set(token: string): string {
    return `${this.name}=${token}; ${this.attributes}`;
  }

  clear(): string {
    return `${this.name}=; ${this.attributes}; Max-Age=0`;
  }
}
