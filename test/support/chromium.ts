import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable, type Writable } from 'node:stream';

/** How a page is looked at. */
export interface View {
  readonly width: number;
  readonly dark?: boolean;
  readonly print?: boolean;
}

type Answer = Readonly<Record<string, unknown>>;

/** Debian's Chromium without a window, spoken to over a pipe in its own protocol: no port, no dependency. */
export class Chromium {
  public static async start(): Promise<Chromium> {
    const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
    const flags = [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--remote-debugging-pipe',
    ];
    const browser = spawn('chromium', [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const chromium = new Chromium(browser, profile);
    await chromium.attach();
    return chromium;
  }

  private readonly waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  private session: string | undefined;
  private next = 1;
  private rest = '';

  private constructor(
    private readonly browser: ChildProcess,
    private readonly profile: string,
  ) {
    (browser.stdio[4] as Readable).setEncoding('utf8').on('data', (text: string) => this.hear(text));
  }

  /** Shows a page of this content. */
  public async show(html: string, { width, dark, print }: View): Promise<void> {
    await this.send('Emulation.setDeviceMetricsOverride', {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: width < 500,
    });
    const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }];
    await this.send('Emulation.setEmulatedMedia', { media: print ? 'print' : '', features });
    const { frameTree } = (await this.send('Page.getFrameTree')) as { frameTree: { frame: { id: string } } };
    await this.send('Page.setDocumentContent', { frameId: frameTree.frame.id, html });
  }

  /** What an expression comes to in the page. */
  public async evaluate<T>(expression: string): Promise<T> {
    const answer = await this.send('Runtime.evaluate', { expression, returnByValue: true });
    return (answer.result as { value: T }).value;
  }

  public async picture(height?: number): Promise<Buffer> {
    const { width } = await this.evaluate<{ width: number }>('({ width: innerWidth })');
    const whole = await this.evaluate<number>('document.documentElement.scrollHeight');
    const clip = { x: 0, y: 0, width, height: Math.min(whole, height ?? whole), scale: 1 };
    const { data } = await this.send('Page.captureScreenshot', { clip, captureBeyondViewport: true });
    return Buffer.from(data as string, 'base64');
  }

  /** The page on A4 paper. */
  public async pdf(): Promise<Buffer> {
    const { data } = await this.send('Page.printToPDF', { preferCSSPageSize: true, printBackground: true });
    return Buffer.from(data as string, 'base64');
  }

  public async stop(): Promise<void> {
    const ended = new Promise(resolve => this.browser.once('exit', resolve));
    this.browser.kill('SIGTERM');
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  private async attach(): Promise<void> {
    const { targetInfos } = (await this.send('Target.getTargets')) as {
      targetInfos: { targetId: string; type: string }[];
    };
    const { targetId } = targetInfos.find(({ type }) => type === 'page')!;
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    this.session = sessionId as string;
    await this.send('Page.enable');
  }

  private async send(method: string, params: Answer = {}): Promise<Answer> {
    const id = this.next++;
    const message = { id, method, params, ...(this.session && { sessionId: this.session }) };
    (this.browser.stdio[3] as Writable).write(`${JSON.stringify(message)}\0`);
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  private hear(text: string): void {
    const messages = (this.rest + text).split('\0');
    this.rest = messages.pop()!;
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message) as { id?: number; result: Answer; error?: { message: string } };
      const waiting = this.waiting.get(id ?? 0);
      if (error) waiting?.reject(new Error(error.message));
      else waiting?.resolve(result);
    }
  }
}
