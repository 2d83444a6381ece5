namespace SotopiaPi.Tests;

[TestFixture]
internal sealed class PythonTextTests
{
    [TestCase(0.0, "0.0")]
    [TestCase(-0.0, "-0.0")]
    [TestCase(7.0, "7.0")]
    [TestCase(-2.5, "-2.5")]
    [TestCase(19.0 / 7, "2.7142857142857144")]
    [TestCase(0.1, "0.1")]
    [TestCase(0.0001, "0.0001")]
    [TestCase(0.00012345, "0.00012345")]
    [TestCase(0.00001, "1e-05")]
    [TestCase(1.5e-7, "1.5e-07")]
    [TestCase(5e-324, "5e-324")]
    [TestCase(1e15, "1000000000000000.0")]
    [TestCase(1234567890123456.8, "1234567890123456.8")]
    [TestCase(9007199254740993.0, "9007199254740992.0")]
    [TestCase(1e16, "1e+16")]
    [TestCase(123456789012345680.0, "1.2345678901234568e+17")]
    [TestCase(1.7976931348623157e308, "1.7976931348623157e+308")]
    [TestCase(120.0, "120.0")]
    public void Float_writes_as_python(double value, string text) => Assert.That(PythonText.Float(value), Is.EqualTo(text));

    [TestCase("a", "'a'")]
    [TestCase("it's", "\"it's\"")]
    [TestCase("\"it's\"", "'\"it\\'s\"'")]
    [TestCase("a\n\\\u0001é", "'a\\n\\\\\\x01é'")]
    public void Quoted_writes_as_python(string value, string text) => Assert.That(PythonText.Quoted(value), Is.EqualTo(text));
}
