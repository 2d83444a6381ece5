namespace SotopiaPi.Torch;

/// <summary>A parsed template. Thread-safe.</summary>
internal sealed class JinjaTemplate
{
    private readonly JinjaSource _source;
    private readonly JinjaStatement _body;

    /// <summary>Parses a template.</summary>
    /// <exception cref="ChatTemplateException">The template is not valid.</exception>
    public JinjaTemplate(string text)
    {
        _source = new JinjaSource(text);
        try
        {
            _body = StatementParser.Parse(_source);
        }
        catch (InsufficientExecutionStackException exception)
        {
            throw new ChatTemplateException("The chat template is nested too deeply.", exception);
        }
    }

    /// <summary>Renders the template.</summary>
    /// <returns>The text and the ranges of its generation blocks, in UTF-16 units.</returns>
    /// <exception cref="ChatTemplateException">The template raised an error, or a limit was reached.</exception>
    public (string Text, IReadOnlyList<(int Start, int End)> GenerationSpans) Render(IEnumerable<KeyValuePair<string, object?>> variables, TimeProvider time)
    {
        JinjaScope scope = new(null);
        foreach ((string name, object? value) in variables)
        {
            scope.Set(name, value);
        }

        JinjaRun run = new(time);
        try
        {
            JinjaWork.For(run, () => _body.Render(scope, run));
            return (run.RootOutput.ToString(), run.GenerationSpans);
        }
        catch (JinjaError error)
        {
            throw _source.Error(error.Kind, error.Message, run.Position);
        }
        catch (InsufficientExecutionStackException)
        {
            throw _source.Error("LimitError", "expressions are nested too deeply", run.Position);
        }
    }
}
