namespace SotopiaPi.Torch;

/// <summary>Where the system text of a conversation goes.</summary>
public enum SystemPlace
{
    /// <summary>Into a piece of its own before the first turn.</summary>
    OwnPiece,

    /// <summary>Before the text of the first user message, in the same piece.</summary>
    FirstUserMessage,

    /// <summary>Before the text of the last user message, in the same piece.</summary>
    LastUserMessage,
}

/// <summary>How a conversation that is too long is cut.</summary>
public enum PieceCut
{
    /// <summary>
    /// Prompt and reply of each turn keep their share of the cutoff, then the whole is cut at its end: the rule of 2023
    /// (sotopia-lab/sotopia-pi@245fa7b <c>llm_rl/src/llmtuner</c>).
    /// </summary>
    ProportionalPerTurn,

    /// <summary>
    /// Turns are taken until the cutoff is reached, each with what is left, the reply being spared where the prompt is long: the present
    /// rule (hiyouga/LLaMA-Factory <c>src/llamafactory/data/processor</c>).
    /// </summary>
    RunningTotal,
}
