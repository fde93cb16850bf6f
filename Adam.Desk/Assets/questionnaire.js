// Hides the questions that are not asked after the answers so far. What is hidden is not sent; without this file, all
// questions stand there with their conditions in words.
const form = document.querySelector('form.questionnaire');
const conditional = [...(form?.querySelectorAll('[data-question]') ?? [])];

// A question that is itself not asked decides nothing, so its fields, which are disabled, count as empty.
function answerOf(question) {
  const fields = [...form.elements].filter(field => field.name === `answers.${question}` && !field.matches(':disabled'));
  const absent = form.elements.namedItem(`absent.${question}`);
  return absent?.value ? [] : fields.filter(field => field.type !== 'checkbox' || field.checked).map(field => field.value);
}

function show() {
  // The order of the page is that of the questions, and a condition names an earlier one.
  for (const part of conditional) {
    const answers = answerOf(part.dataset.question);
    const isAsked = answers.length === 1 && answers[0] === part.dataset.is;
    part.hidden = !isAsked;
    for (const field of part.querySelectorAll('input, select, textarea')) {
      const parts = conditional.filter(other => other.contains(field));
      field.disabled = parts.some(other => other.hidden);
    }
  }
}

form?.addEventListener('change', show);
addEventListener('pageshow', show);
if (form) show();
