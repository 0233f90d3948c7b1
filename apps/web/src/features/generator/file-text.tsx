/** A file to look at; comments are quieter than what counts. */
export function FileText({ file: { name, text } }: { file: { name: string; text: string } }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, which has to work from the keyboard
    <section aria-label={name} tabIndex={0} className="max-h-[40rem] overflow-auto p-3 -outline-offset-2">
      <pre className="font-mono text-sm leading-5">
        <code>
          {text.split(/(?<=\n)/).map((line, index) => (
            <span key={index} className={line.trimStart().startsWith('#') ? 'text-ink-2' : undefined}>
              {line}
            </span>
          ))}
        </code>
      </pre>
    </section>
  )
}
