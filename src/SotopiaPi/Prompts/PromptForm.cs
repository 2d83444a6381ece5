namespace SotopiaPi;

/// <summary>Says how an observation becomes messages.</summary>
public enum PromptForm
{
    /// <summary>A system message, then what was heard as user messages and own actions as assistant messages: the prompts of a seat's turns begin with one another.</summary>
    Chat,

    /// <summary>Everything in one user message, as the reference asks.</summary>
    Single,
}
