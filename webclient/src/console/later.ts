/** A part of the console that is fetched when somebody first goes there. It draws nothing and tries again only when told. */

export class Later {
  state: "not_asked" | "coming" | "there" | "failed" = "not_asked";
  private readonly load: () => Promise<unknown>;
  private readonly onChange: () => void;

  constructor(load: () => Promise<unknown>, onChange: () => void) {
    this.load = load;
    this.onChange = onChange;
  }

  /** Fetch it, unless it is there, on its way, or could not be had. */
  need(): void {
    if (this.state === "not_asked") void this.fetch();
  }

  async fetch(): Promise<void> {
    this.state = "coming";
    try {
      await this.load();
      this.state = "there";
    } catch {
      this.state = "failed";
    }
    this.onChange();
  }
}
