namespace SotopiaPi;

/// <summary>Says how an example becomes a line of JSON.</summary>
public enum ChatJsonLinesForm
{
    /// <summary><c>{"messages": […]}</c>, the reply last: OpenAI's fine-tuning form. Earlier assistant messages have <c>"weight": 0</c>, so that each reply is learned once.</summary>
    Messages,

    /// <summary><c>{"prompt": […], "completion": […]}</c>: TRL's conversational form, whose loss counts the completion alone.</summary>
    PromptCompletion,
}
