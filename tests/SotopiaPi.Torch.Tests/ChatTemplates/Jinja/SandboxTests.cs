using System.Diagnostics;

namespace SotopiaPi.Torch.Tests;

/// <summary>Templates that try to take too much time, memory or stack end with a clear error.</summary>
public class SandboxTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);     // generous: tests share their machine

    [TestCase("{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}", "LimitError")]
    [TestCase("{% for i in range(1000000000) %}{% endfor %}", "OverflowError")]
    [TestCase("{% for i in range(90000) %}{% if 89999 in range(90000) %}{% endif %}{% endfor %}", "LimitError")]
    [TestCase("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "LimitError")]
    [TestCase("{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}", "LimitError")]
    [TestCase("{{ 'a' * 10000000000 }}", "LimitError")]
    [TestCase("{{ [1] * 1000000000 }}", "LimitError")]
    [TestCase("{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s + ns.s %}{% endfor %}", "LimitError")]
    [TestCase("{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}", "LimitError")]
    [TestCase("{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s.replace('a', ns.s) %}{% endfor %}", "LimitError")]
    [TestCase("{% set ns = namespace(s='ab') %}{% for i in range(60) %}{% set ns.s = ns.s.join([ns.s, ns.s]) %}{% endfor %}", "LimitError")]
    [TestCase("{% set ns = namespace(l=[1]) %}{% for i in range(60) %}{% set ns.l = ns.l + ns.l %}{% endfor %}", "LimitError")]
    [TestCase("{% set ns = namespace(s='ab') %}{% for i in range(20) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{% for i in range(100000) %}{{ ns.s == ns.s + '' }}{% endfor %}", "LimitError")]
    [TestCase("{% set ns = namespace(s='ab') %}{% for i in range(20) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{% for i in range(100000) %}{{ ns.s.find('c') }}{% endfor %}", "LimitError")]
    [TestCase("{% set ns = namespace(l=[]) %}{% for i in range(90000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l }}", "LimitError")]
    [TestCase("{% set ns = namespace(l=[]) %}{% for i in range(90000) %}{% set ns.l = [ns.l] %}{% endfor %}{{ ns.l | tojson }}", "LimitError")]
    [TestCase("{% set ns = namespace(l=()) %}{% for i in range(90000) %}{% set ns.l = (ns.l,) %}{% endfor %}{{ {ns.l: 1} }}", "LimitError")]
    [TestCase("{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ ns.l == ns.m }}", "LimitError")]
    [TestCase("{% set ns = namespace(l=[1], m=[1]) %}{% for i in range(90) %}{% set ns.l = [ns.l, ns.l] %}{% set ns.m = [ns.m, ns.m] %}{% endfor %}{{ ns.l < ns.m }}", "LimitError")]
    [TestCase("{% set ns = namespace() %}{% set ns.a = ns %}{{ ns }}", "LimitError")]
    [TestCase("{{ '%999999999d' % 1 }}", "LimitError")]
    [TestCase("{{ '{:>999999999}'.format('a') }}", "LimitError")]
    [TestCase("{{ 'a'.ljust(999999999) }}", "LimitError")]
    [TestCase("{{ 'a'.zfill(999999999) }}", "LimitError")]
    [TestCase("{{ 'a' | center(999999999) }}", "LimitError")]
    [TestCase("{{ 9 ** 9 ** 9 }}", "OverflowError")]
    [TestCase("{{ 9223372036854775807 + 1 }}", "OverflowError")]
    [TestCase("{{ ''.__class__.__mro__ }}", "SecurityError")]
    [TestCase("{{ [].append(1) }}", "SecurityError")]
    [TestCase("{% include 'file' %}", "TemplateSyntaxError")]
    public void Greedy_template_ends_with_an_error(string template, string kind)
    {
        long start = Stopwatch.GetTimestamp();
        ChatTemplateException exception = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse(template).Render([]))!;
        Assert.Multiple(() =>
        {
            Assert.That(exception.Kind, Is.EqualTo(kind), exception.Message);
            Assert.That(exception.Line, Is.EqualTo(1));
            Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(s_patience));
        });
    }

    [TestCase("(", "1", ")")]
    [TestCase("[", "1", "]")]
    [TestCase("-", "1", "")]
    [TestCase("not ", "1", "")]
    [TestCase("a.", "b", "")]
    [TestCase("a[", "1", "]")]
    [TestCase("1 + ", "1", "")]
    [TestCase("1 ** ", "1", "")]
    [TestCase("1 and ", "1", "")]
    [TestCase("1 if ", "1", "")]
    [TestCase("1 if 1 else ", "1", "")]
    [TestCase("1 ~ ", "1", "")]
    [TestCase("1 < ", "2", "")]
    [TestCase("", "1", " | string")]
    [TestCase("", "1", " is number")]
    [TestCase("'a' ", "'b'", "")]
    [TestCase("f(", "1", ")")]
    [TestCase("{1: ", "1", "}")]
    public void Long_expression_is_rendered_or_refused(string before, string middle, string after)
    {
        const int times = 50_000;
        string template = "{{ " + string.Concat(Enumerable.Repeat(before, times)) + middle + string.Concat(Enumerable.Repeat(after, times)) + " }}";
        long start = Stopwatch.GetTimestamp();
        Assert.That(() => Render(template), Is.True);
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(s_patience));
    }

    [TestCase("{% if 1 %}", "{% endif %}")]
    [TestCase("{% for x in [1] %}", "{% endfor %}")]
    [TestCase("{% set a %}", "{% endset %}")]
    [TestCase("{% macro m() %}", "{% endmacro %}")]
    [TestCase("{% set a = 1 %}", "")]
    [TestCase("{% if 1 %}{% endif %}", "")]
    [TestCase("{# #}", "")]
    [TestCase("{", "")]
    public void Deep_or_long_block_is_rendered_or_refused(string open, string close)
    {
        const int times = 20_000;
        string template = string.Concat(Enumerable.Repeat(open, times)) + string.Concat(Enumerable.Repeat(close, times));
        long start = Stopwatch.GetTimestamp();
        Assert.That(() => Render(template), Is.True);
        Assert.That(Stopwatch.GetElapsedTime(start), Is.LessThan(s_patience));
    }

    [Test]
    public void Template_of_many_megabytes_is_refused()
    {
        Assert.That(
            () => ChatTemplate.Parse(new string('a', JinjaSource.MaximumLength + 1)),
            Throws.TypeOf<ChatTemplateException>().With.Message.Contains("at most 1048576 are accepted"));
    }

    [Test]
    public void Error_names_line_and_column()
    {
        ChatTemplateException exception = Assert.Throws<ChatTemplateException>(() => ChatTemplate.Parse("one\ntwo {{ nope.x }}").Render([]))!;
        Assert.That(exception.Message, Is.EqualTo("UndefinedError in the chat template, line 2, column 13: 'nope' is undefined"));
    }

    private static bool Render(string template)
    {
        try
        {
            return ChatTemplate.Parse(template).Render([]).Length >= 0;
        }
        catch (ChatTemplateException exception)
        {
            return exception.Line > 0;
        }
    }
}
