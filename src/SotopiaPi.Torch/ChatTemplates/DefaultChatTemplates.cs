namespace SotopiaPi.Torch;

/// <summary>
/// Chat templates for checkpoints that come without one, by the name of the format. They write what the formats prescribe, mark the
/// assistant's text with <c>{% generation %}</c>, and make no assumption about system messages beyond the format's own.
/// </summary>
/// <remarks>
/// <list type="table">
/// <listheader><term>Name</term><description>Format; how it is recognised</description></listheader>
/// <item><term>chatml</term><description><c>&lt;|im_start|&gt;role … &lt;|im_end|&gt;</c>: Qwen, SmolLM, OpenHermes; by these two tokens.</description></item>
/// <item><term>llama-3</term><description><c>&lt;|start_header_id|&gt;role&lt;|end_header_id|&gt; … &lt;|eot_id|&gt;</c>; by these tokens.</description></item>
/// <item><term>gemma</term><description><c>&lt;start_of_turn&gt;role … &lt;end_of_turn&gt;</c>; by these two tokens.</description></item>
/// <item><term>phi-3</term><description><c>&lt;|user|&gt; … &lt;|end|&gt;</c>; by these two tokens.</description></item>
/// <item><term>zephyr</term><description><c>&lt;|user|&gt; … &lt;/s&gt;</c>; by <c>&lt;|user|&gt;</c> without <c>&lt;|end|&gt;</c>.</description></item>
/// <item><term>llama-2</term><description><c>[INST] &lt;&lt;SYS&gt;&gt; …</c>; by name only, since its marks are plain text.</description></item>
/// <item><term>mistral</term><description><c>[INST] … [/INST]</c> of Mistral-7B-Instruct v0.1 and v0.2; by name only.</description></item>
/// <item><term>vicuna</term><description><c>USER: … ASSISTANT: …</c>; by name only.</description></item>
/// </list>
/// </remarks>
public static class DefaultChatTemplates
{
    private const string Alternation =
        "{% if (message.role == 'user') != (loop.index0 % 2 == 0) %}{{ raise_exception('user and assistant must speak in turn, the user first') }}{% endif %}";

    /// <summary>Gets the Jinja text of each format.</summary>
    public static IReadOnlyDictionary<string, string> ByName { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["chatml"] =
            "{% for message in messages %}<|im_start|>{{ message.role }}{{ '\\n' }}"
            + Generated("{{ message.content }}<|im_end|>") + "{{ '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}<|im_start|>assistant{{ '\\n' }}{% endif %}",
        ["llama-3"] =
            "{{ bos_token }}{% for message in messages %}<|start_header_id|>{{ message.role }}<|end_header_id|>{{ '\\n\\n' }}"
            + Generated("{{ message.content | trim }}<|eot_id|>") + "{% endfor %}"
            + "{% if add_generation_prompt %}<|start_header_id|>assistant<|end_header_id|>{{ '\\n\\n' }}{% endif %}",
        ["gemma"] =
            "{{ bos_token }}{% for message in messages %}" + Alternation
            + "<start_of_turn>{{ 'model' if message.role == 'assistant' else message.role }}{{ '\\n' }}"
            + Generated("{{ message.content | trim }}<end_of_turn>") + "{{ '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}<start_of_turn>model{{ '\\n' }}{% endif %}",
        ["phi-3"] =
            "{% for message in messages %}<|{{ message.role }}|>{{ '\\n' }}" + Generated("{{ message.content }}<|end|>") + "{{ '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}<|assistant|>{{ '\\n' }}{% endif %}",
        ["zephyr"] =
            "{% for message in messages %}<|{{ message.role }}|>{{ '\\n' }}" + Generated("{{ message.content }}{{ eos_token }}") + "{{ '\\n' }}{% endfor %}"
            + "{% if add_generation_prompt %}<|assistant|>{{ '\\n' }}{% endif %}",
        ["llama-2"] =
            "{% set system = '<<SYS>>\\n' + messages[0].content + '\\n<</SYS>>\\n\\n' if messages and messages[0].role == 'system' else '' %}"
            + "{% for message in (messages[1:] if system else messages) %}" + Alternation
            + "{% if message.role == 'user' %}{{ bos_token }}[INST] {{ ((system if loop.first else '') + message.content) | trim }} [/INST]"
            + "{% else %}{% generation %} {{ message.content | trim }} {{ eos_token }}{% endgeneration %}{% endif %}{% endfor %}",
        ["mistral"] =
            "{{ bos_token }}{% for message in messages %}" + Alternation
            + "{% if message.role == 'user' %}[INST] {{ message.content }} [/INST]"
            + "{% else %}{% generation %}{{ message.content }}{{ eos_token }}{% endgeneration %}{% endif %}{% endfor %}",
        ["vicuna"] =
            "{% for message in messages %}{% if message.role == 'system' %}{{ message.content }}{{ '\\n\\n' }}"
            + "{% elif message.role == 'user' %}USER: {{ message.content }}{{ '\\n' }}"
            + "{% else %}ASSISTANT:{% generation %} {{ message.content }}{{ eos_token }}{% endgeneration %}{{ '\\n' }}{% endif %}{% endfor %}"
            + "{% if add_generation_prompt %}ASSISTANT:{% endif %}",
    };

    /// <summary>Makes the template of a format.</summary>
    /// <param name="name">A name of <see cref="ByName"/>.</param>
    /// <param name="bosToken">The token that begins a text, or null.</param>
    /// <param name="eosToken">The token that ends a turn, or null.</param>
    /// <returns>The template.</returns>
    /// <exception cref="ChatTemplateException">There is no format of that name.</exception>
    public static ChatTemplate Get(string name, string? bosToken = null, string? eosToken = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ByName.TryGetValue(name, out string? source)
            ? ChatTemplate.Parse(source, bosToken, eosToken)
            : throw new ChatTemplateException($"There is no chat format '{name}'. Known are: {string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))}.");
    }

    /// <summary>The name of the format whose tokens a vocabulary has; null when there is none.</summary>
    internal static string? Recognize(HuggingFaceTokenizer tokenizer)
    {
        return Has("<|im_start|>", "<|im_end|>") ? "chatml"
            : Has("<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>") ? "llama-3"
            : Has("<start_of_turn>", "<end_of_turn>") ? "gemma"
            : Has("<|user|>", "<|assistant|>", "<|end|>") ? "phi-3"
            : Has("<|user|>", "<|assistant|>") ? "zephyr"
            : null;
        bool Has(params ReadOnlySpan<string> tokens)
        {
            foreach (string token in tokens)
            {
                if (tokenizer.FindTokenId(token) is null)
                {
                    return false;
                }
            }

            return true;
        }
    }

    private static string Generated(string text) =>
        "{% if message.role == 'assistant' %}{% generation %}" + text + "{% endgeneration %}{% else %}" + text + "{% endif %}";
}
