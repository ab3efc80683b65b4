<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>AlertText</name>
    <message>
        <source>a rule is an object with id, series and above or below</source>
        <translation>规则是一个对象，含 id、series 以及 above 或 below</translation>
    </message>
    <message>
        <source>unknown key; a rule has id, series, above or below, for, on</source>
        <translation>未知的键；规则有 id、series、above 或 below、for、on</translation>
    </message>
    <message>
        <source>a rule needs a name</source>
        <translation>规则需要一个名字</translation>
    </message>
    <message>
        <source>%1 is not measured; there are %2</source>
        <translation>不测量 %1；可用的有 %2</translation>
    </message>
    <message>
        <source>say either above or below</source>
        <translation>请写 above 或 below 其中之一</translation>
    </message>
    <message>
        <source>the bound is a number from 0 on</source>
        <translation>界限是不小于 0 的数</translation>
    </message>
    <message>
        <source>%1 is no duration such as PT30S</source>
        <translation>%1 不是 PT30S 这样的时长</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>应为 true 或 false</translation>
    </message>
    <message>
        <source>CPU of a host</source>
        <translation>主机的 CPU</translation>
    </message>
    <message>
        <source>Memory of a host</source>
        <translation>主机的内存</translation>
    </message>
    <message>
        <source>Disk of the home</source>
        <translation>主目录所在的磁盘</translation>
    </message>
    <message>
        <source>Use of a GPU</source>
        <translation>GPU 的使用</translation>
    </message>
    <message>
        <source>Memory of a GPU</source>
        <translation>GPU 的内存</translation>
    </message>
    <message>
        <source>Time of a run against its median</source>
        <translation>运行时间与其中位数之比</translation>
    </message>
    <message>
        <source>Tasks that wait</source>
        <translation>等待中的任务</translation>
    </message>
    <message>
        <source>Wait of a run for its turn</source>
        <translation>运行等待轮到自己的时间</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>the file is an object with a list named rules</source>
        <translation>文件应为一个对象，含名为 rules 的列表</translation>
    </message>
    <message>
        <source>unknown key; there is rules</source>
        <translation>未知的键；只有 rules</translation>
    </message>
    <message>
        <source>%1 is the name of another rule</source>
        <translation>%1 已是另一条规则的名字</translation>
    </message>
</context>
<context>
    <name>ComponentText</name>
    <message>
        <source>needed</source>
        <translation>必需</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
</context>
<context>
    <name>Count</name>
    <message>
        <source>node</source>
        <translation>个节点</translation>
    </message>
    <message>
        <source>nodes</source>
        <translation>个节点</translation>
    </message>
    <message>
        <source>edge</source>
        <translation>条边</translation>
    </message>
    <message>
        <source>edges</source>
        <translation>条边</translation>
    </message>
    <message>
        <source>time</source>
        <translation>次</translation>
    </message>
    <message>
        <source>times</source>
        <translation>次</translation>
    </message>
    <message>
        <source>task</source>
        <translation>个任务</translation>
    </message>
    <message>
        <source>tasks</source>
        <translation>个任务</translation>
    </message>
    <message>
        <source>task runs</source>
        <translation>个任务正在运行</translation>
    </message>
    <message>
        <source>tasks run</source>
        <translation>个任务正在运行</translation>
    </message>
    <message>
        <source>run is going on</source>
        <translation>个运行正在进行</translation>
    </message>
    <message>
        <source>runs are going on</source>
        <translation>个运行正在进行</translation>
    </message>
    <message>
        <source>further finding is</source>
        <translation>条其他问题</translation>
    </message>
    <message>
        <source>further findings are</source>
        <translation>条其他问题</translation>
    </message>
    <message>
        <source>unread notification</source>
        <translation>条未读通知</translation>
    </message>
    <message>
        <source>unread notifications</source>
        <translation>条未读通知</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>runs</source>
        <translation>次运行</translation>
    </message>
    <message>
        <source>outlier</source>
        <translation>个异常值</translation>
    </message>
    <message>
        <source>outliers</source>
        <translation>个异常值</translation>
    </message>
    <message>
        <source>change</source>
        <translation>处变化</translation>
    </message>
    <message>
        <source>changes</source>
        <translation>处变化</translation>
    </message>
    <message>
        <source>row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>member</source>
        <translation>个成员</translation>
    </message>
    <message>
        <source>members</source>
        <translation>个成员</translation>
    </message>
    <message>
        <source>element</source>
        <translation>个元素</translation>
    </message>
    <message>
        <source>elements</source>
        <translation>个元素</translation>
    </message>
</context>
<context>
    <name>DagReading</name>
    <message>
        <source>this is a directory; open a DAG file inside it</source>
        <translation>这是一个目录；请打开其中的 DAG 文件</translation>
    </message>
    <message>
        <source>%1 is larger than the limit of %2 (setting limits.maxBytes)</source>
        <translation>%1 超过了 %2 的上限（设置 limits.maxBytes）</translation>
    </message>
</context>
<context>
    <name>Data</name>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
</context>
<context>
    <name>EmptyState</name>
    <message>
        <source>Open a DAG, or run an example</source>
        <translation>打开一个 DAG，或运行一个示例</translation>
    </message>
</context>
<context>
    <name>Examples</name>
    <message>
        <source>cannot be written</source>
        <translation>无法写入</translation>
    </message>
    <message>
        <source>a name holds letters, digits, &apos;-&apos;, &apos;_&apos; and &apos;.&apos;</source>
        <translation>名称只能包含字母、数字、“-”、“_”和“.”</translation>
    </message>
    <message>
        <source>exists already; choose another name</source>
        <translation>已经存在；请换一个名称</translation>
    </message>
</context>
<context>
    <name>Explain</name>
    <message>
        <source>; its definition was changed</source>
        <translation>；它的定义已改动</translation>
    </message>
    <message>
        <source>; it computed more</source>
        <translation>；它计算得更多</translation>
    </message>
    <message>
        <source>; it computed less</source>
        <translation>；它计算得更少</translation>
    </message>
    <message>
        <source>; its CPU time is the same, so it waited for something else</source>
        <translation>；它的 CPU 时间不变，可见它在等别的东西</translation>
    </message>
    <message>
        <source>; it read and wrote more</source>
        <translation>；它读写得更多</translation>
    </message>
    <message>
        <source>; it read and wrote less</source>
        <translation>；它读写得更少</translation>
    </message>
    <message>
        <source>The first run %1, the second %2</source>
        <translation>第一次运行%1，第二次%2</translation>
    </message>
    <message>
        <source>%1 %2 before and %3 now</source>
        <translation>%1 先前%2，现在%3</translation>
    </message>
    <message>
        <source>%1 is new</source>
        <translation>%1 是新的</translation>
    </message>
    <message>
        <source>%1 is gone</source>
        <translation>%1 已不在</translation>
    </message>
    <message>
        <source>%1 was renamed</source>
        <translation>%1 已改名</translation>
    </message>
    <message>
        <source>%1 was changed</source>
        <translation>%1 已改动</translation>
    </message>
    <message>
        <source> and %1 more</source>
        <translation>，另有 %1 处</translation>
    </message>
    <message>
        <source>The DAG is another one: %1</source>
        <translation>DAG 已不同：%1</translation>
    </message>
    <message>
        <source>%1 took %2 longer (%3 instead of %4)</source>
        <translation>%1 多用了 %2（%3，先前 %4）</translation>
    </message>
    <message>
        <source>%1 took %2 less (%3 instead of %4)</source>
        <translation>%1 少用了 %2（%3，先前 %4）</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>%1 was %2 and is %3</source>
        <translation>%1 原为 %2，现为 %3</translation>
    </message>
    <message>
        <source>The machine differs in %1: %2, now %3</source>
        <translation>机器在 %1 上不同：原为 %2，现为 %3</translation>
    </message>
    <message>
        <source>and %1 more, listed below</source>
        <translation>另有 %1 条，列在下面</translation>
    </message>
</context>
<context>
    <name>FileContent</name>
    <message>
        <source>this is a directory</source>
        <translation>这是一个目录</translation>
    </message>
    <message>
        <source>this is a device or a pipe, not a file</source>
        <translation>这是设备或管道，而不是文件</translation>
    </message>
    <message>
        <source>larger than %1: not opened</source>
        <translation>大于 %1：未打开</translation>
    </message>
</context>
<context>
    <name>FixIt</name>
    <message>
        <source>Write %1 instead of %2</source>
        <translation>将 %2 改写为 %1</translation>
    </message>
    <message>
        <source>Remove this edge</source>
        <translation>移除此边</translation>
    </message>
    <message>
        <source>Feed it with %1.%2</source>
        <translation>由 %1.%2 供给</translation>
    </message>
</context>
<context>
    <name>FormSpec</name>
    <message>
        <source>General</source>
        <translation>常规</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>What runs</source>
        <translation>运行内容</translation>
    </message>
    <message>
        <source>Inputs and outputs</source>
        <translation>输入与输出</translation>
    </message>
    <message>
        <source>When it runs</source>
        <translation>运行时机</translation>
    </message>
    <message>
        <source>Retry and time-out</source>
        <translation>重试与超时</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>限制</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>资源</translation>
    </message>
    <message>
        <source>Outputs of a run</source>
        <translation>运行的输出</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Place and isolation</source>
        <translation>位置与隔离</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Measured earlier</source>
        <translation>先前测得</translation>
    </message>
</context>
<context>
    <name>FormSubject</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 of %2 nodes</source>
        <translation>%1 / %2 个节点</translation>
    </message>
</context>
<context>
    <name>GitText</name>
    <message>
        <source>Git failed</source>
        <translation>Git 出错</translation>
    </message>
    <message>
        <source>the file is not in this commit</source>
        <translation>该提交中没有此文件</translation>
    </message>
    <message>
        <source>write what the commit changes, and why</source>
        <translation>请写明此提交改了什么，为什么</translation>
    </message>
    <message>
        <source>a %1 is under way; finish it in a terminal first</source>
        <translation>%1 正在进行；请先在终端中完成</translation>
    </message>
    <message>
        <source>the file has conflicts; resolve them</source>
        <translation>文件有冲突；请先解决</translation>
    </message>
    <message>
        <source>nothing is staged; tick a file first</source>
        <translation>没有暂存任何内容；请先勾选文件</translation>
    </message>
    <message>
        <source>Git does not know who you are; run `git config --global user.name NAME` and `git config --global user.email ADDRESS`</source>
        <translation>Git 不知道您是谁；请运行 `git config --global user.name NAME` 和 `git config --global user.email ADDRESS`</translation>
    </message>
</context>
<context>
    <name>Habits</name>
    <message>
        <source>takes %1</source>
        <translation>接收 %1</translation>
    </message>
    <message>
        <source>used lately</source>
        <translation>最近用过</translation>
    </message>
    <message>
        <source>%1 of %2 times</source>
        <translation>%2 次中有 %1 次</translation>
    </message>
</context>
<context>
    <name>Heat</name>
    <message>
        <source>%1 CPU</source>
        <translation>%1 CPU</translation>
    </message>
    <message>
        <source>%1 memory</source>
        <translation>%1 内存</translation>
    </message>
    <message>
        <source>%1 GPU %2</source>
        <translation>%1 GPU %2</translation>
    </message>
    <message>
        <source>%1 GPU %2 mem</source>
        <translation>%1 GPU %2 显存</translation>
    </message>
    <message>
        <source>the header has no field %1; record with nvidia-smi --query-gpu=timestamp,index,utilization.gpu,memory.used,memory.total --format=csv -l 1</source>
        <translation>表头没有字段 %1；请用 nvidia-smi --query-gpu=timestamp,index,utilization.gpu,memory.used,memory.total --format=csv -l 1 记录</translation>
    </message>
    <message>
        <source>this line has no index of a GPU</source>
        <translation>这一行没有 GPU 的序号</translation>
    </message>
    <message>
        <source>%1 is no time such as 2026/07/14 08:12:53</source>
        <translation>%1 不是 2026/07/14 08:12:53 这样的时间</translation>
    </message>
    <message>
        <source>there is no reading in this file</source>
        <translation>这个文件里没有读数</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>No run is watched</source>
        <translation>没有关注的运行</translation>
    </message>
    <message>
        <source>Choose a run, or press F8 to run the open DAG.</source>
        <translation>选择一个运行，或按 F8 运行打开的 DAG。</translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation>还没有运行过</translation>
    </message>
    <message>
        <source>Idle gaps short</source>
        <translation>缩短空闲</translation>
    </message>
    <message>
        <source>Draw idle gaps short</source>
        <translation>把空闲的间隔画短</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>整个运行</translation>
    </message>
    <message>
        <source>Show the whole run (0)</source>
        <translation>显示整次运行（0）</translation>
    </message>
    <message>
        <source>No report</source>
        <translation>没有报告</translation>
    </message>
    <message>
        <source>The engine is not reachable.</source>
        <translation>引擎无法到达。</translation>
    </message>
    <message>
        <source>The report is written</source>
        <translation>报告已写好</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Export a report of the run</source>
        <translation>导出运行的报告</translation>
    </message>
    <message>
        <source>Web page (*.html);;PDF document (*.pdf)</source>
        <translation>网页 (*.html);;PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Compare with the run before</source>
        <translation>与前一次运行比较</translation>
    </message>
    <message>
        <source>Nothing to compare with</source>
        <translation>没有可比较的</translation>
    </message>
    <message>
        <source>No run of this DAG stands before the watched one.</source>
        <translation>在所观察的运行之前，这个 DAG 没有运行过。</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Gantt</source>
        <translation>甘特图</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
</context>
<context>
    <name>HoverCard</name>
    <message>
        <source>%1 in  ·  %2 out</source>
        <translation>%1 入  ·  %2 出</translation>
    </message>
</context>
<context>
    <name>Hud</name>
    <message>
        <source>NODE</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>NODES</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>EDGE</source>
        <translation>边</translation>
    </message>
    <message>
        <source>EDGES</source>
        <translation>边</translation>
    </message>
    <message>
        <source>ZOOM</source>
        <translation>缩放</translation>
    </message>
    <message>
        <source>%1 %2, show the next</source>
        <translation>%1 个%2，显示下一个</translation>
    </message>
    <message>
        <source>drag  orbit   ·   shift-drag  pan   ·   wheel  zoom   ·   F  fit   ·   arrows  walk</source>
        <translation>拖动  旋转   ·   Shift+拖动  平移   ·   滚轮  缩放   ·   F  全图   ·   方向键  移动</translation>
    </message>
</context>
<context>
    <name>Isolation</name>
    <message>
        <source>process</source>
        <translation>进程</translation>
    </message>
    <message>
        <source>sandbox</source>
        <translation>沙箱</translation>
    </message>
    <message>
        <source>container</source>
        <translation>容器</translation>
    </message>
</context>
<context>
    <name>Log</name>
    <message>
        <source> … %1 more on this line</source>
        <translation> … 此行还有 %1 个字符</translation>
    </message>
</context>
<context>
    <name>NodeTemplate</name>
    <message>
        <source>Shell script</source>
        <translation>Shell 脚本</translation>
    </message>
    <message>
        <source>Runs a script with /bin/sh.</source>
        <translation>用 /bin/sh 运行脚本。</translation>
    </message>
    <message>
        <source>The inputs stand in the JSON file `$ORRERY_INPUTS`; write outputs as a JSON object to `$ORRERY_OUTPUTS`. `${inputs.name}` in the script is the value, quoted.</source>
        <translation>输入在 JSON 文件 `$ORRERY_INPUTS` 中；将输出以 JSON 对象写入 `$ORRERY_OUTPUTS`。脚本中的 `${inputs.name}` 是加引号的值。</translation>
    </message>
    <message>
        <source>Python script</source>
        <translation>Python 脚本</translation>
    </message>
    <message>
        <source>Runs a script with python3.</source>
        <translation>用 python3 运行脚本。</translation>
    </message>
    <message>
        <source>Read `ORRERY_INPUTS`, write a JSON object to `ORRERY_OUTPUTS`. `${params.name}` in the script becomes a Python value.</source>
        <translation>读取 `ORRERY_INPUTS`，将 JSON 对象写入 `ORRERY_OUTPUTS`。脚本中的 `${params.name}` 会成为 Python 值。</translation>
    </message>
    <message>
        <source>SQL</source>
        <translation>SQL</translation>
    </message>
    <message>
        <source>Runs a script on a SQLite file.</source>
        <translation>对 SQLite 文件运行脚本。</translation>
    </message>
    <message>
        <source>`database` names the file; without it the database is in memory.</source>
        <translation>`database` 指定文件；不指定则数据库在内存中。</translation>
    </message>
    <message>
        <source>HTTP request</source>
        <translation>HTTP 请求</translation>
    </message>
    <message>
        <source>Asks an address; status and body are its outputs.</source>
        <translation>请求一个地址；状态码和正文即其输出。</translation>
    </message>
    <message>
        <source>Any status that is not 2xx fails the task, unless `expectStatus` says otherwise.</source>
        <translation>状态码不是 2xx 即任务失败，除非 `expectStatus` 另有规定。</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Starts a program with arguments, no shell in between.</source>
        <translation>带参数启动程序，中间没有 shell。</translation>
    </message>
    <message>
        <source>One word a line: the program, then its arguments. A program with a slash is relative to the DAG file.</source>
        <translation>每行一个词：先是程序，然后是参数。带斜杠的程序相对于 DAG 文件。</translation>
    </message>
    <message>
        <source>Notebook</source>
        <translation>笔记本</translation>
    </message>
    <message>
        <source>Executes a Jupyter notebook.</source>
        <translation>执行 Jupyter 笔记本。</translation>
    </message>
    <message>
        <source>Needs jupyter nbconvert on the host; `scriptFile` is the notebook, beside the DAG.</source>
        <translation>主机上需有 jupyter nbconvert；`scriptFile` 是 DAG 旁的笔记本。</translation>
    </message>
    <message>
        <source>Java</source>
        <translation>Java</translation>
    </message>
    <message>
        <source>Runs a jar or a class.</source>
        <translation>运行 jar 或类。</translation>
    </message>
    <message>
        <source>`scriptFile` is the jar; `className` the class to start in it.</source>
        <translation>`scriptFile` 是 jar；`className` 是其中要启动的类。</translation>
    </message>
    <message>
        <source>Container</source>
        <translation>容器</translation>
    </message>
    <message>
        <source>Runs a command in an image, with podman or docker.</source>
        <translation>用 podman 或 docker 在镜像中运行命令。</translation>
    </message>
    <message>
        <source>The image has to be on the host, or to be pulled by it.</source>
        <translation>镜像须已在主机上，或可由主机拉取。</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Waits for a span, a moment, a file, an address or another DAG.</source>
        <translation>等待一段时间、某一时刻、文件、地址或另一个 DAG。</translation>
    </message>
    <message>
        <source>No process runs while it waits. Exactly one of `duration`, `until`, `file`, `url` and `dag` is set; a time-out ends the wait as failed.</source>
        <translation>等待期间没有进程运行。`duration`、`until`、`file`、`url` 和 `dag` 中恰好设置一个；超时则以失败结束等待。</translation>
    </message>
    <message>
        <source>Approval</source>
        <translation>审批</translation>
    </message>
    <message>
        <source>Asks a person before the run goes on.</source>
        <translation>运行继续前先询问人。</translation>
    </message>
    <message>
        <source>The values of the answer are its outputs, typed by its output schema.</source>
        <translation>应答的值即其输出，类型由输出模式规定。</translation>
    </message>
    <message>
        <source>Sub-DAG</source>
        <translation>子 DAG</translation>
    </message>
    <message>
        <source>Runs another DAG file as a run of its own.</source>
        <translation>将另一个 DAG 文件作为独立运行来运行。</translation>
    </message>
    <message>
        <source>The inputs of the node are the parameters of the inner run, its outputs the outputs of the node.</source>
        <translation>节点的输入是内层运行的参数，内层运行的输出是节点的输出。</translation>
    </message>
    <message>
        <source>Branch</source>
        <translation>分支</translation>
    </message>
    <message>
        <source>Decides which way the run goes: conditions stand on the edges behind it.</source>
        <translation>决定运行走向：条件写在其后的边上。</translation>
    </message>
    <message>
        <source>It hands its value on and starts no process. Select an edge behind it and give it a condition such as `outputs.value &gt; 10`; what is not reached is skipped.</source>
        <translation>它只传递值，不启动进程。选择其后的边并给出条件，例如 `outputs.value &gt; 10`；未到达的部分会跳过。</translation>
    </message>
    <message>
        <source>Map</source>
        <translation>映射</translation>
    </message>
    <message>
        <source>One task for each element of a list, side by side.</source>
        <translation>列表的每个元素一个任务，并行进行。</translation>
    </message>
    <message>
        <source>`mapOver` gives the list; `${item}` in the program is the element. The outputs of all items come behind it as arrays.</source>
        <translation>`mapOver` 给出列表；程序中的 `${item}` 是元素。所有项的输出以数组形式传给下游。</translation>
    </message>
    <message>
        <source>Reduce</source>
        <translation>归约</translation>
    </message>
    <message>
        <source>Gathers what the items of a mapped task gave.</source>
        <translation>汇总映射任务各项的结果。</translation>
    </message>
    <message>
        <source>Its input is the array of their outputs.</source>
        <translation>其输入是各项输出的数组。</translation>
    </message>
    <message>
        <source>Patterns</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Plain tasks</source>
        <translation>基本任务</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>添加 %1</translation>
    </message>
</context>
<context>
    <name>Ports</name>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>list of %1</source>
        <translation>%1 项的列表</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
</context>
<context>
    <name>Preferences</name>
    <message>
        <source>In the universe</source>
        <translation>在宇宙中</translation>
    </message>
    <message>
        <source>drag</source>
        <translation>拖动</translation>
    </message>
    <message>
        <source>Turn the view</source>
        <translation>旋转视图</translation>
    </message>
    <message>
        <source>Shift+drag</source>
        <translation>Shift+拖动</translation>
    </message>
    <message>
        <source>Move the view</source>
        <translation>平移视图</translation>
    </message>
    <message>
        <source>wheel</source>
        <translation>滚轮</translation>
    </message>
    <message>
        <source>Nearer or further</source>
        <translation>拉近或拉远</translation>
    </message>
    <message>
        <source>F</source>
        <translation>F 键</translation>
    </message>
    <message>
        <source>Show the whole DAG</source>
        <translation>显示整个 DAG</translation>
    </message>
    <message>
        <source>arrow keys</source>
        <translation>方向键</translation>
    </message>
    <message>
        <source>To the nearest node that way</source>
        <translation>到该方向最近的节点</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>回车</translation>
    </message>
    <message>
        <source>Fly to the selected node</source>
        <translation>飞到所选节点</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>任何地方</translation>
    </message>
    <message>
        <source>Tab, Shift+Tab</source>
        <translation>Tab、Shift+Tab 键</translation>
    </message>
    <message>
        <source>To the next or previous control</source>
        <translation>到下一个或上一个控件</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc 键</translation>
    </message>
    <message>
        <source>Close what was opened last</source>
        <translation>关闭最后打开的窗口</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Edit the shortcuts</source>
        <translation>编辑快捷键</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>by hand</source>
        <translation>手动</translation>
    </message>
    <message>
        <source>when something happens</source>
        <translation>事件触发</translation>
    </message>
    <message>
        <source>next slot %1</source>
        <translation>下次 %1</translation>
    </message>
    <message>
        <source>schedule cannot be read: %1</source>
        <translation>无法读取计划：%1</translation>
    </message>
    <message>
        <source> after %1</source>
        <translation>，间隔 %1</translation>
    </message>
    <message>
        <source>, then x%1</source>
        <translation>，之后 ×%1</translation>
    </message>
    <message>
        <source>, required</source>
        <translation>，必填</translation>
    </message>
    <message>
        <source>, default %1</source>
        <translation>，默认 %1</translation>
    </message>
    <message>
        <source>Resources</source>
        <translation>资源</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>1 core</source>
        <translation>1 核</translation>
    </message>
    <message>
        <source>%1 cores</source>
        <translation>%1 核</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>磁盘</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>all before it ended and one of its edges holds</source>
        <translation>上游全部结束，且有一条边成立</translation>
    </message>
    <message>
        <source>one of its edges holds, whatever the others do</source>
        <translation>有一条边成立，不论其他边如何</translation>
    </message>
    <message>
        <source>nothing before it failed</source>
        <translation>上游没有失败</translation>
    </message>
    <message>
        <source>nothing before it failed and one of its edges holds</source>
        <translation>上游没有失败，且有一条边成立</translation>
    </message>
    <message>
        <source>nothing before it was skipped</source>
        <translation>上游没有跳过</translation>
    </message>
    <message>
        <source>all before it ended, however</source>
        <translation>上游全部结束，不论结果</translation>
    </message>
    <message>
        <source>all its edges hold</source>
        <translation>所有边都成立</translation>
    </message>
    <message>
        <source>Without a process</source>
        <translation>无进程</translation>
    </message>
    <message>
        <source>Asks</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Waits for the file</source>
        <translation>等待文件</translation>
    </message>
    <message>
        <source>Waits for an answer of</source>
        <translation>等待应答</translation>
    </message>
    <message>
        <source>Waits for a run of</source>
        <translation>等待运行</translation>
    </message>
    <message>
        <source>Waits until</source>
        <translation>等到</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Execution</source>
        <translation>执行</translation>
    </message>
    <message>
        <source>Time-out</source>
        <translation>超时</translation>
    </message>
    <message>
        <source>Map stage</source>
        <translation>映射阶段</translation>
    </message>
    <message>
        <source>One task per element of</source>
        <translation>每个元素一个任务</translation>
    </message>
    <message>
        <source>One task per line of</source>
        <translation>每行一个任务</translation>
    </message>
    <message>
        <source>Items are named</source>
        <translation>各项命名为</translation>
    </message>
    <message>
        <source>Succeeds with</source>
        <translation>成功条件</translation>
    </message>
    <message>
        <source>%1 % of its items</source>
        <translation>%1 % 的项成功</translation>
    </message>
    <message>
        <source>Again until</source>
        <translation>重复直到</translation>
    </message>
    <message>
        <source>Again while</source>
        <translation>重复条件</translation>
    </message>
    <message>
        <source>%1, at most %2 times</source>
        <translation>%1，最多 %2 次</translation>
    </message>
    <message>
        <source>Starts when</source>
        <translation>启动条件</translation>
    </message>
    <message>
        <source>Cleans up after</source>
        <translation>善后清理</translation>
    </message>
    <message>
        <source>At once</source>
        <translation>同时进行</translation>
    </message>
    <message>
        <source>Reduce stage</source>
        <translation>归约阶段</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>Partitioned by</source>
        <translation>分区依据</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Isolation</source>
        <translation>隔离</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>沙箱</translation>
    </message>
    <message>
        <source>may use the network</source>
        <translation>可以使用网络</translation>
    </message>
    <message>
        <source>Effects</source>
        <translation>副作用</translation>
    </message>
    <message>
        <source>external: launched after the journal is on disk</source>
        <translation>外部：日志落盘后才启动</translation>
    </message>
    <message>
        <source>Cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>an earlier result may stand for it</source>
        <translation>可用先前的结果代替</translation>
    </message>
    <message>
        <source>never</source>
        <translation>从不</translation>
    </message>
    <message>
        <source>intensive</source>
        <translation>密集</translation>
    </message>
    <message>
        <source>Starts after</source>
        <translation>上游</translation>
    </message>
    <message>
        <source>Leads to</source>
        <translation>下游</translation>
    </message>
    <message>
        <source>and</source>
        <translation>以及</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>另外 %1 个</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Runtime</source>
        <translation>运行时</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation>制品</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>数据库</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>请求</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Component</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>标识</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Outputs</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>DAG</source>
        <translation>DAG</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Owner</source>
        <translation>所有者</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Nodes</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>边</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Tasks at once</source>
        <translation>并行任务数</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Result depends on</source>
        <translation>结果取决于</translation>
    </message>
    <message>
        <source>Ran because</source>
        <translation>运行原因</translation>
    </message>
    <message>
        <source>How it ran</source>
        <translation>运行方式</translation>
    </message>
    <message>
        <source>Limits held by</source>
        <translation>限制方式</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation>GPU 列表</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>Exit code</source>
        <translation>退出码</translation>
    </message>
    <message>
        <source>What it used</source>
        <translation>资源用量</translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation>CPU 时间</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>内存峰值</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>读取</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>写入</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>命令行</translation>
    </message>
    <message>
        <source>Work directory</source>
        <translation>工作目录</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Look and language</source>
        <translation>外观与语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Colours of the whole window, the universe included.</source>
        <translation>整个窗口的配色，包括宇宙视图。</translation>
    </message>
    <message>
        <source>Cyberpunk</source>
        <translation>赛博朋克</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>减少动画</translation>
    </message>
    <message>
        <source>Nothing glides, fades or flows; states change at once.</source>
        <translation>没有滑动、淡入淡出和流动；状态立即变化。</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>What the engine reports about files and runs stays in English.</source>
        <translation>引擎关于文件和运行的报告保持英文。</translation>
    </message>
    <message>
        <source>Size of everything</source>
        <translation>整体大小</translation>
    </message>
    <message>
        <source>On top of what the screen asks for. It takes effect at the next start.</source>
        <translation>在屏幕缩放的基础上再放大。下次启动时生效。</translation>
    </message>
    <message>
        <source>Font of texts</source>
        <translation>文字字体</translation>
    </message>
    <message>
        <source>Name of an installed family; empty: the theme&apos;s own.</source>
        <translation>已安装字体的名称；留空则用主题自带字体。</translation>
    </message>
    <message>
        <source>Font of figures and code</source>
        <translation>数字与代码字体</translation>
    </message>
    <message>
        <source>Name of an installed family with letters of one width; empty: the theme&apos;s own.</source>
        <translation>已安装等宽字体的名称；留空则用主题自带字体。</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>启动</translation>
    </message>
    <message>
        <source>Open what was open</source>
        <translation>恢复上次打开的内容</translation>
    </message>
    <message>
        <source>At the next start the same DAG is open, with the same node selected and the camera where it was.</source>
        <translation>下次启动时打开同一个 DAG，选中同一节点，镜头位置不变。</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Tell the desktop</source>
        <translation>通知桌面</translation>
    </message>
    <message>
        <source>While the window is not the active one, the desktop&apos;s own notifications say what happened; a click brings the window to the front.</source>
        <translation>窗口不在前台时，由桌面通知告知发生的事；点击通知将窗口带到前台。</translation>
    </message>
    <message>
        <source>Runs that succeeded</source>
        <translation>成功的运行</translation>
    </message>
    <message>
        <source>Also runs that ended well are told to the desktop.</source>
        <translation>顺利结束的运行也通知桌面。</translation>
    </message>
    <message>
        <source>Wall display</source>
        <translation>大屏显示</translation>
    </message>
    <message>
        <source>Seconds per page</source>
        <translation>每页秒数</translation>
    </message>
    <message>
        <source>How long orrery-cockpit --wall shows a page before the next.</source>
        <translation>orrery-cockpit --wall 每页显示多长时间。</translation>
    </message>
    <message>
        <source>s</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Limits of DAG files</source>
        <translation>DAG 文件的限制</translation>
    </message>
    <message>
        <source>Bytes of a file</source>
        <translation>文件字节数</translation>
    </message>
    <message>
        <source>A larger file is not read by the cockpit.</source>
        <translation>驾驶舱不读取更大的文件。</translation>
    </message>
    <message>
        <source>Nodes of a DAG</source>
        <translation>DAG 的节点数</translation>
    </message>
    <message>
        <source>A DAG with more nodes is refused, with this setting&apos;s name.</source>
        <translation>节点更多的 DAG 会被拒绝，并指出此设置的名称。</translation>
    </message>
    <message>
        <source>Edges of a DAG</source>
        <translation>DAG 的边数</translation>
    </message>
    <message>
        <source>A DAG with more edges is refused, with this setting&apos;s name.</source>
        <translation>边更多的 DAG 会被拒绝，并指出此设置的名称。</translation>
    </message>
    <message>
        <source>Values of a file</source>
        <translation>文件中的值</translation>
    </message>
    <message>
        <source>Texts, numbers, objects and lists together.</source>
        <translation>文本、数字、对象和列表的总数。</translation>
    </message>
    <message>
        <source>Depth of a file</source>
        <translation>文件嵌套深度</translation>
    </message>
    <message>
        <source>How deep objects and lists may nest.</source>
        <translation>对象和列表最多嵌套多少层。</translation>
    </message>
    <message>
        <source>YAML aliases</source>
        <translation>YAML 别名</translation>
    </message>
    <message>
        <source>Nodes reached through aliases; a small file could otherwise grow without bound.</source>
        <translation>通过别名到达的节点数；否则小文件可能无限膨胀。</translation>
    </message>
    <message>
        <source>Length of an id</source>
        <translation>标识长度</translation>
    </message>
    <message>
        <source>Ids name directories and files.</source>
        <translation>标识用于命名目录和文件。</translation>
    </message>
    <message>
        <source>Findings listed</source>
        <translation>列出的问题数</translation>
    </message>
    <message>
        <source>Further ones are counted only.</source>
        <translation>超出的只计数。</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Keep unsaved edits after</source>
        <translation>保留未保存编辑的间隔</translation>
    </message>
    <message>
        <source>Edits that are not saved are kept this long after each, and offered again should the cockpit be killed.</source>
        <translation>每次编辑后经过这段时间即保留未保存的编辑；若驾驶舱被终止，下次会提供恢复。</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Pending</source>
        <translation>未就绪</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>已搁置</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>排队中</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation>成功</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>已跳过</translation>
    </message>
</context>
<context>
    <name>Table</name>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>integer</source>
        <translation>整数</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>boolean</source>
        <translation>布尔</translation>
    </message>
    <message>
        <source>date</source>
        <translation>日期</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>column %1</source>
        <translation>第 %1 列</translation>
    </message>
</context>
<context>
    <name>Time</name>
    <message>
        <source>d MMM HH:mm</source>
        <translation>M月d日 HH:mm</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm:ss</source>
        <translation>yyyy年M月d日 HH:mm:ss</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 分钟</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 小时</translation>
    </message>
    <message>
        <source>1 day</source>
        <translation>1 天</translation>
    </message>
    <message>
        <source>%1 days</source>
        <translation>%1 天</translation>
    </message>
    <message>
        <source>in %1</source>
        <translation>%1后</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>%1前</translation>
    </message>
    <message>
        <source>d MMM yyyy HH:mm:ss.zzz</source>
        <translation>yyyy年M月d日 HH:mm:ss.zzz</translation>
    </message>
</context>
<context>
    <name>Universe</name>
    <message>
        <source>No DAG is open</source>
        <translation>没有打开的 DAG</translation>
    </message>
    <message>
        <source>%1: %2 nodes, %3 edges</source>
        <translation>%1：%2 个节点，%3 条边</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>New DAG from an example</source>
        <translation>从示例新建 DAG</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Take the tour</source>
        <translation>开始导览</translation>
    </message>
</context>
<context>
    <name>orrery::alerts::AlertPanel</name>
    <message>
        <source>Alerts</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Alert</source>
        <translation>告警</translation>
    </message>
    <message>
        <source>Worst</source>
        <translation>最差</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>开始于</translation>
    </message>
    <message>
        <source>Lasted</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>Rules of alerts</source>
        <translation>告警规则</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Bound</source>
        <translation>界限</translation>
    </message>
    <message>
        <source>For</source>
        <translation>持续</translation>
    </message>
    <message>
        <source>Nothing calls for you.</source>
        <translation>没有什么需要你。</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>确认</translation>
    </message>
    <message>
        <source>The selected alerts are seen to; with none selected, all</source>
        <translation>选中的告警已有人处理；未选则为全部</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1, goes on</source>
        <translation>%1，仍在继续</translation>
    </message>
    <message>
        <source>rule %1, bound %2</source>
        <translation>规则 %1，界限 %2</translation>
    </message>
    <message>
        <source>%1. The rules before stay in force.</source>
        <translation>%1。先前的规则仍然有效。</translation>
    </message>
    <message>
        <source>at once</source>
        <translation>立即</translation>
    </message>
    <message>
        <source>A double click changes it</source>
        <translation>双击可以修改</translation>
    </message>
    <message>
        <source>%1 is no bound; write a number from 0 on, such as &gt; 0.9</source>
        <translation>%1 不是界限；请写不小于 0 的数，例如 &gt; 0.9</translation>
    </message>
    <message>
        <source>%1 is no span; write seconds, such as 30</source>
        <translation>%1 不是时长；请写秒数，例如 30</translation>
    </message>
    <message>
        <source>Alerts %1</source>
        <translation>告警 %1</translation>
    </message>
    <message>
        <source>The rule was not changed</source>
        <translation>规则没有改动</translation>
    </message>
    <message>
        <source>Alert: %1 of %2</source>
        <translation>告警：%2 的 %1</translation>
    </message>
    <message>
        <source>%1; the rule %2 has the bound %3</source>
        <translation>%1；规则 %2 的界限是 %3</translation>
    </message>
</context>
<context>
    <name>orrery::alerts::Readings</name>
    <message>
        <source>%1 is larger than 1 MiB</source>
        <translation>%1 大于 1 MiB</translation>
    </message>
    <message>
        <source>%1 GPU %2</source>
        <translation>%1 GPU %2</translation>
    </message>
    <message>
        <source>all runs</source>
        <translation>所有运行</translation>
    </message>
</context>
<context>
    <name>orrery::bridge::DagDocument</name>
    <message>
        <source>record of run %1</source>
        <translation>运行 %1 的记录</translation>
    </message>
    <message>
        <source>Reading %1 again</source>
        <translation>重新读取 %1</translation>
    </message>
    <message>
        <source>%1; what is shown here can still be saved</source>
        <translation>%1；此处显示的内容仍可保存</translation>
    </message>
    <message>
        <source>Change of the file outside</source>
        <translation>文件在外部被更改</translation>
    </message>
    <message>
        <source>Restore of unsaved edits</source>
        <translation>恢复未保存的编辑</translation>
    </message>
    <message>
        <source>Keeping unsaved edits</source>
        <translation>保留未保存的编辑</translation>
    </message>
    <message>
        <source>a run&apos;s record is not edited; show the file</source>
        <translation>运行记录不可编辑；请显示文件</translation>
    </message>
    <message>
        <source>only DAG files in YAML and JSON are edited here</source>
        <translation>此处只能编辑 YAML 和 JSON 格式的 DAG 文件</translation>
    </message>
    <message>
        <source>Typing</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>there is nothing here that could be saved</source>
        <translation>这里没有可保存的内容</translation>
    </message>
    <message>
        <source>the file was changed outside; say first which of the two counts</source>
        <translation>文件在外部被更改；请先决定以哪一份为准</translation>
    </message>
    <message>
        <source>a file of this name would be read as another format; keep the ending, or convert it: orrery dag convert</source>
        <translation>这个名称的文件会被当作另一种格式读取；请保留扩展名，或转换它：orrery dag convert</translation>
    </message>
</context>
<context>
    <name>orrery::bridge::RunFacade</name>
    <message>
        <source>task %1</source>
        <translation>任务 %1</translation>
    </message>
</context>
<context>
    <name>orrery::bridge::SessionBridge</name>
    <message>
        <source>List the DAGs</source>
        <translation>列出 DAG</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>搁置</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>放行</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>应答</translation>
    </message>
    <message>
        <source>Another priority</source>
        <translation>其他优先级</translation>
    </message>
</context>
<context>
    <name>orrery::cockpit::Screenshot</name>
    <message>
        <source>no picture within %1 s</source>
        <translation>%1 秒内没有画面</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 无法写入</translation>
    </message>
</context>
<context>
    <name>orrery::data::ColumnCard</name>
    <message>
        <source>%1%2</source>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>, counting</source>
        <translation>，正在统计</translation>
    </message>
    <message>
        <source>count %1</source>
        <translation>计数 %1</translation>
    </message>
    <message>
        <source>missing %1</source>
        <translation>缺失 %1</translation>
    </message>
    <message>
        <source>distinct over %1</source>
        <translation>不同值超过 %1</translation>
    </message>
    <message>
        <source>distinct %1</source>
        <translation>不同值 %1</translation>
    </message>
    <message>
        <source>min %1</source>
        <translation>最小 %1</translation>
    </message>
    <message>
        <source>mean %1</source>
        <translation>平均 %1</translation>
    </message>
    <message>
        <source>max %1</source>
        <translation>最大 %1</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
</context>
<context>
    <name>orrery::data::DataPanel</name>
    <message>
        <source>Inputs, outputs and files of the task</source>
        <translation>任务的输入、输出与文件</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Choose a value or a file</source>
        <translation>请选择一个值或文件</translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation>没有关注的运行</translation>
    </message>
    <message>
        <source>Choose a run: what its tasks read and wrote is shown here.</source>
        <translation>选择一次运行：这里显示其任务读写了什么。</translation>
    </message>
    <message>
        <source>No task is selected</source>
        <translation>没有选择任务</translation>
    </message>
    <message>
        <source>Select one to see its inputs and outputs.</source>
        <translation>选中一个以查看其输入和输出。</translation>
    </message>
    <message>
        <source>Reading the task</source>
        <translation>正在读取任务</translation>
    </message>
    <message>
        <source>The run cannot be read</source>
        <translation>运行无法读取</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>work directory</source>
        <translation>工作目录</translation>
    </message>
    <message>
        <source>of the run</source>
        <translation>运行的</translation>
    </message>
    <message>
        <source>folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>%1 has left nothing</source>
        <translation>%1 什么也没留下</translation>
    </message>
    <message>
        <source>It has no inputs, no outputs and no files yet.</source>
        <translation>它还没有输入、输出和文件。</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>文件无法读取</translation>
    </message>
    <message>
        <source>Open with the desktop</source>
        <translation>用桌面程序打开</translation>
    </message>
    <message>
        <source>The file is gone</source>
        <translation>文件已不在</translation>
    </message>
    <message>
        <source>A folder</source>
        <translation>一个文件夹</translation>
    </message>
    <message>
        <source>Open it in the list to see what it holds.</source>
        <translation>在列表中打开以查看其中内容。</translation>
    </message>
    <message>
        <source>Parquet is not shown here</source>
        <translation>这里不显示 Parquet</translation>
    </message>
    <message>
        <source>Let the task write CSV or JSON lines beside it to see its rows.</source>
        <translation>让任务另外写出 CSV 或 JSON 行，即可查看其行。</translation>
    </message>
    <message>
        <source>%1 of binary data</source>
        <translation>%1 的二进制数据</translation>
    </message>
    <message>
        <source>Nothing of it can be shown as text, table or picture.</source>
        <translation>其中没有可显示为文本、表格或图片的内容。</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>正在读取</translation>
    </message>
    <message>
        <source>line %1: %2</source>
        <translation>第 %1 行：%2</translation>
    </message>
    <message>
        <source>%1   not JSON: %2</source>
        <translation>%1   不是 JSON：%2</translation>
    </message>
    <message>
        <source>The picture cannot be read</source>
        <translation>图片无法读取</translation>
    </message>
    <message>
        <source>%1 × %2</source>
        <translation>%1 × %2</translation>
    </message>
</context>
<context>
    <name>orrery::data::JsonTree</name>
    <message>
        <source>The value as a tree</source>
        <translation>以树显示的值</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>value</source>
        <translation>值</translation>
    </message>
</context>
<context>
    <name>orrery::data::TablePreview</name>
    <message>
        <source>Filter rows</source>
        <translation>筛选行</translation>
    </message>
    <message>
        <source>Filter the rows of the file</source>
        <translation>筛选文件的行</translation>
    </message>
    <message>
        <source>The million rows before</source>
        <translation>前一百万行</translation>
    </message>
    <message>
        <source>The next million rows</source>
        <translation>后一百万行</translation>
    </message>
    <message>
        <source>Rows of the file</source>
        <translation>文件的行</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%2 行中的 %1 行</translation>
    </message>
    <message>
        <source>%1, part %2 of %3</source>
        <translation>%1，第 %2 部分，共 %3 部分</translation>
    </message>
    <message>
        <source>, reading</source>
        <translation>，正在读取</translation>
    </message>
    <message>
        <source>, working</source>
        <translation>，正在处理</translation>
    </message>
</context>
<context>
    <name>orrery::designer::Canvas</name>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>Move %1</source>
        <translation>移动 %1</translation>
    </message>
    <message>
        <source>an edge without data</source>
        <translation>没有数据的边</translation>
    </message>
    <message>
        <source>an edge without data; say in its form which output feeds which input</source>
        <translation>没有数据的边；请在其表单中指明哪个输出供给哪个输入</translation>
    </message>
    <message>
        <source>%1
Hold Shift for an edge without data.</source>
        <translation>%1
按住 Shift 可连没有数据的边。</translation>
    </message>
    <message>
        <source>Connect %1 to %2</source>
        <translation>连接 %1 到 %2</translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>添加 %1</translation>
    </message>
    <message>
        <source>Delete the edge from %1 to %2</source>
        <translation>删除从 %1 到 %2 的边</translation>
    </message>
    <message>
        <source>Delete %1</source>
        <translation>删除 %1</translation>
    </message>
    <message>
        <source>Duplicate %1</source>
        <translation>复制 %1</translation>
    </message>
    <message>
        <source>Nothing to paste</source>
        <translation>没有可粘贴的内容</translation>
    </message>
    <message>
        <source>The clipboard holds no nodes. Select some and copy them first.</source>
        <translation>剪贴板中没有节点。请先选择并复制。</translation>
    </message>
    <message>
        <source>Paste %1</source>
        <translation>粘贴 %1</translation>
    </message>
    <message>
        <source>Nothing to connect</source>
        <translation>没有可连接的内容</translation>
    </message>
    <message>
        <source>Select two nodes or more; edges follow the order of the selection.</source>
        <translation>请选择两个或更多节点；边按选择顺序连接。</translation>
    </message>
    <message>
        <source>Connect %1</source>
        <translation>连接 %1</translation>
    </message>
    <message>
        <source>Disconnect %1</source>
        <translation>断开 %1</translation>
    </message>
    <message>
        <source>Rename %1</source>
        <translation>重命名 %1</translation>
    </message>
    <message>
        <source>New id; edges and expressions that name it follow.</source>
        <translation>新标识；引用它的边和表达式会随之更新。</translation>
    </message>
    <message>
        <source>Align %1</source>
        <translation>对齐 %1</translation>
    </message>
    <message>
        <source>Spread %1</source>
        <translation>均匀分布 %1</translation>
    </message>
    <message>
        <source>Arranged</source>
        <translation>已排列</translation>
    </message>
    <message>
        <source>The layout decides where these nodes stand already.</source>
        <translation>这些节点的位置已由布局决定。</translation>
    </message>
    <message>
        <source>Arrange all</source>
        <translation>全部排列</translation>
    </message>
    <message>
        <source>Arrange %1</source>
        <translation>排列 %1</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Paste with incoming edges</source>
        <translation>连同输入边粘贴</translation>
    </message>
    <message>
        <source>The copies are fed by what feeds their originals</source>
        <translation>副本由原件的上游供给</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>With edges among the copies and from what feeds the originals</source>
        <translation>包括副本之间以及来自原件上游的边</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Delete and re-join</source>
        <translation>删除并重新连接</translation>
    </message>
    <message>
        <source>What stood before is joined with what stood behind</source>
        <translation>其上游与下游相连</translation>
    </message>
    <message>
        <source>Rename node</source>
        <translation>重命名节点</translation>
    </message>
    <message>
        <source>Add a node</source>
        <translation>添加节点</translation>
    </message>
    <message>
        <source>Behind the selected node, with what is likely to come next</source>
        <translation>在所选节点之后，优先列出可能的后续</translation>
    </message>
    <message>
        <source>Connect what is selected</source>
        <translation>连接所选节点</translation>
    </message>
    <message>
        <source>From one to the next, in the order of selection</source>
        <translation>按选择顺序逐个相连</translation>
    </message>
    <message>
        <source>Disconnect what is selected</source>
        <translation>断开所选节点</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Select all nodes</source>
        <translation>选择所有节点</translation>
    </message>
    <message>
        <source>Add all before</source>
        <translation>加选所有上游</translation>
    </message>
    <message>
        <source>Add all behind</source>
        <translation>加选所有下游</translation>
    </message>
    <message>
        <source>Add all connected</source>
        <translation>加选所有相连节点</translation>
    </message>
    <message>
        <source>Layout</source>
        <translation>布局</translation>
    </message>
    <message>
        <source>Takes the places out of the file: the layout decides</source>
        <translation>从文件中删除位置：由布局决定</translation>
    </message>
    <message>
        <source>Arrange what is selected</source>
        <translation>排列所选节点</translation>
    </message>
    <message>
        <source>Align in a column</source>
        <translation>按列对齐</translation>
    </message>
    <message>
        <source>With the node selected last</source>
        <translation>与最后选择的节点对齐</translation>
    </message>
    <message>
        <source>Align in a row</source>
        <translation>按行对齐</translation>
    </message>
    <message>
        <source>Align in depth</source>
        <translation>按深度对齐</translation>
    </message>
    <message>
        <source>Spread evenly</source>
        <translation>均匀分布</translation>
    </message>
    <message>
        <source>Flat drawing</source>
        <translation>平面绘制</translation>
    </message>
    <message>
        <source>In the plane and from the front; a drag pans</source>
        <translation>平面正视；拖动即平移</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>重做：%1</translation>
    </message>
</context>
<context>
    <name>orrery::designer::ComponentPalette</name>
    <message>
        <source>Search components</source>
        <translation>搜索组件</translation>
    </message>
    <message>
        <source>Components</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>Help of the chosen component</source>
        <translation>所选组件的帮助</translation>
    </message>
    <message>
        <source>Favourites</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Used lately</source>
        <translation>最近用过</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>其他</translation>
    </message>
    <message>
        <source>Choose a component to read what it does. Double click or Return adds it behind the selected node; or drag it to the graph.</source>
        <translation>选择组件以查看其作用。双击或按回车将其添加到所选节点之后；也可拖到图上。</translation>
    </message>
    <message>
        <source>Nothing of this name. Components of your own stand in the folder components of the home.</source>
        <translation>没有此名称。您自己的组件位于主目录的 components 文件夹。</translation>
    </message>
    <message>
        <source>It cannot be used: %1</source>
        <translation>无法使用：%1</translation>
    </message>
    <message>
        <source>Add to the DAG</source>
        <translation>添加到 DAG</translation>
    </message>
    <message>
        <source>Remove from favourites</source>
        <translation>取消收藏</translation>
    </message>
    <message>
        <source>Add to favourites</source>
        <translation>加入收藏</translation>
    </message>
</context>
<context>
    <name>orrery::designer::Designer</name>
    <message>
        <source>Palette</source>
        <translation>组件面板</translation>
    </message>
    <message>
        <source>Design</source>
        <translation>设计</translation>
    </message>
    <message>
        <source>Search the components</source>
        <translation>搜索组件</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>下一个问题</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>上一个问题</translation>
    </message>
</context>
<context>
    <name>orrery::designer::EdgeForm</name>
    <message>
        <source>Followed on</source>
        <translation>后续条件</translation>
    </message>
    <message>
        <source>SUCCESS, FAILURE or ALWAYS; or an expression over the outputs of the node before, such as outputs.rows &gt; 0</source>
        <translation>SUCCESS、FAILURE 或 ALWAYS；或关于上游节点输出的表达式，例如 outputs.rows &gt; 0</translation>
    </message>
    <message>
        <source>Suggest</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Remove the edge</source>
        <translation>移除边</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Same names, else the only pair whose types fit</source>
        <translation>名称相同，否则取唯一类型相符的一对</translation>
    </message>
    <message>
        <source>%1 declares no inputs; the edge gives the order only.</source>
        <translation>%1 未声明输入；此边只规定先后。</translation>
    </message>
    <message>
        <source>%1 declares no outputs; the edge gives the order only.</source>
        <translation>%1 未声明输出；此边只规定先后。</translation>
    </message>
    <message>
        <source>not an input</source>
        <translation>不是输入</translation>
    </message>
    <message>
        <source>Output that feeds %1</source>
        <translation>供给 %1 的输出</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Nothing more suggests itself: no names are alike, and more than one pair of types fits or none does.</source>
        <translation>没有更多建议：没有相同的名称，且类型相符的不止一对或一对也没有。</translation>
    </message>
    <message>
        <source>Data of %1 → %2</source>
        <translation>%1 → %2 的数据</translation>
    </message>
    <message>
        <source>Condition of %1 → %2</source>
        <translation>%1 → %2 的条件</translation>
    </message>
    <message>
        <source>Remove %1 → %2</source>
        <translation>移除 %1 → %2</translation>
    </message>
</context>
<context>
    <name>orrery::designer::FieldEditor</name>
    <message>
        <source>mixed</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>e.g. %1</source>
        <translation>例如 %1</translation>
    </message>
    <message>
        <source>e.g. 5 min</source>
        <translation>例如 5 min（分钟）</translation>
    </message>
    <message>
        <source>not set</source>
        <translation>未设置</translation>
    </message>
    <message>
        <source>%1 (default)</source>
        <translation>%1（默认）</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>one a line</source>
        <translation>每行一个</translation>
    </message>
    <message>
        <source>this is not JSON: line %1, column %2</source>
        <translation>这不是 JSON：第 %1 行第 %2 列</translation>
    </message>
</context>
<context>
    <name>orrery::designer::FieldRow</name>
    <message>
        <source>Back to the default: takes the key out of the file</source>
        <translation>恢复默认：从文件中删除此键</translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation>重置“%1”</translation>
    </message>
</context>
<context>
    <name>orrery::designer::FormView</name>
    <message>
        <source>%1  ·  %2 set</source>
        <translation>%1  ·  已设 %2 项</translation>
    </message>
</context>
<context>
    <name>orrery::designer::NodePanel</name>
    <message>
        <source>What run %1 ran, as recorded. Open the file to change it.</source>
        <translation>运行 %1 所运行的内容，按记录显示。打开文件以更改。</translation>
    </message>
    <message>
        <source>Only YAML and JSON files are edited here. `orrery dag convert` makes one of this file.</source>
        <translation>此处只能编辑 YAML 和 JSON 文件。`orrery dag convert` 可将此文件转换。</translation>
    </message>
    <message>
        <source>The text is no DAG file at the moment; this is the last one that was. Correct the text first.</source>
        <translation>文本目前不是有效的 DAG 文件；显示的是最后一个有效版本。请先改正文本。</translation>
    </message>
    <message>
        <source>Reading the file</source>
        <translation>正在读取文件</translation>
    </message>
    <message>
        <source>No DAG is open</source>
        <translation>没有打开的 DAG</translation>
    </message>
    <message>
        <source>Open a file, or choose one in the workspace.</source>
        <translation>打开文件，或在工作区中选择。</translation>
    </message>
    <message>
        <source>Nothing could be read from this file</source>
        <translation>无法从此文件读取任何内容</translation>
    </message>
    <message>
        <source>The problems list says why.</source>
        <translation>原因见问题列表。</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Values of the task&apos;s arguments by name, as JSON.</source>
        <translation>任务参数的值，按名称以 JSON 给出。</translation>
    </message>
    <message>
        <source>It runs when somebody starts it.</source>
        <translation>有人启动时运行。</translation>
    </message>
    <message>
        <source>No next slot can be told.</source>
        <translation>无法给出下一个时刻。</translation>
    </message>
    <message>
        <source>Next: %1</source>
        <translation>下次：%1</translation>
    </message>
    <message>
        <source>Edge</source>
        <translation>边</translation>
    </message>
    <message>
        <source>DAG</source>
        <translation>DAG</translation>
    </message>
    <message>
        <source>%1 nodes</source>
        <translation>%1 个节点</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>Show this edge</source>
        <translation>显示此边</translation>
    </message>
    <message>
        <source>and %1 edges more</source>
        <translation>另有 %1 条边</translation>
    </message>
    <message>
        <source>another node is called %1</source>
        <translation>另一个节点已叫 %1</translation>
    </message>
    <message>
        <source>a node needs an id</source>
        <translation>节点需要标识</translation>
    </message>
</context>
<context>
    <name>orrery::designer::ProblemsPanel</name>
    <message>
        <source>Problems of the open file</source>
        <translation>打开文件的问题</translation>
    </message>
    <message>
        <source>Which problems are shown</source>
        <translation>显示哪些问题</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>No errors</source>
        <translation>没有错误</translation>
    </message>
    <message>
        <source>No warnings</source>
        <translation>没有警告</translation>
    </message>
    <message>
        <source>%1 errors and %2 warnings in all.</source>
        <translation>共 %1 个错误和 %2 个警告。</translation>
    </message>
    <message>
        <source>No problems</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>The file is checked as it is edited.</source>
        <translation>编辑时即时检查文件。</translation>
    </message>
    <message>
        <source>No DAG is open</source>
        <translation>没有打开的 DAG</translation>
    </message>
    <message>
        <source>Findings of the open file appear here with line and column.</source>
        <translation>打开文件的问题连同行列号显示在此。</translation>
    </message>
    <message>
        <source>%1 errors, %2 warnings</source>
        <translation>%1 个错误，%2 个警告</translation>
    </message>
    <message>
        <source>Problems %1</source>
        <translation>问题 %1</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Mends it; Undo takes it back</source>
        <translation>修复它；可用撤销还原</translation>
    </message>
</context>
<context>
    <name>orrery::designer::QuickAdd</name>
    <message>
        <source>What comes next?</source>
        <translation>接下来是什么？</translation>
    </message>
    <message>
        <source>Search what to add</source>
        <translation>搜索要添加的内容</translation>
    </message>
    <message>
        <source>What can be added, the likeliest first</source>
        <translation>可添加的内容，最可能的在前</translation>
    </message>
    <message>
        <source>Add behind %1</source>
        <translation>添加到 %1 之后</translation>
    </message>
    <message>
        <source>Add a node</source>
        <translation>添加节点</translation>
    </message>
</context>
<context>
    <name>orrery::designer::TableEditor</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Needed</source>
        <translation>必需</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>添加</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认值</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>The nodes differ; what is added is added to all</source>
        <translation>各节点不同；添加的内容会加到所有节点</translation>
    </message>
    <message>
        <source>there is a %1 already</source>
        <translation>已有 %1</translation>
    </message>
    <message>
        <source>a name is needed; Remove takes the row out</source>
        <translation>需要名称；“移除”可删除此行</translation>
    </message>
</context>
<context>
    <name>orrery::desktop::Notifier</name>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
</context>
<context>
    <name>orrery::editor::CodeEditor</name>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>keyword</source>
        <translation>关键字</translation>
    </message>
    <message>
        <source>%1:%2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>  %1 carets</source>
        <translation>  %1 个光标</translation>
    </message>
    <message>
        <source>  large: no colours</source>
        <translation>  文件较大：不着色</translation>
    </message>
    <message>
        <source>  read only</source>
        <translation>  只读</translation>
    </message>
    <message numerus="yes">
        <source>%n errors</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warnings</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message>
        <source>%1; the first in line %2: %3</source>
        <translation>%1；第一个在第 %2 行：%3</translation>
    </message>
</context>
<context>
    <name>orrery::editor::CompletionPopup</name>
    <message>
        <source>Completions</source>
        <translation>补全</translation>
    </message>
</context>
<context>
    <name>orrery::editor::Editor</name>
    <message>
        <source>Source</source>
        <translation>源文件</translation>
    </message>
    <message>
        <source>Scripts</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Edit the node&apos;s script</source>
        <translation>编辑节点的脚本</translation>
    </message>
    <message>
        <source>Open the script of the selected node in a tab</source>
        <translation>在标签页中打开所选节点的脚本</translation>
    </message>
    <message>
        <source>Git</source>
        <translation>Git</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>位于 %1</translation>
    </message>
    <message>
        <source>  %1 changed</source>
        <translation>  %1 个已更改</translation>
    </message>
    <message>
        <source>Committed %1</source>
        <translation>已提交 %1</translation>
    </message>
    <message>
        <source>There is no script to edit</source>
        <translation>没有可编辑的脚本</translation>
    </message>
    <message>
        <source>The file is not saved</source>
        <translation>文件未保存</translation>
    </message>
</context>
<context>
    <name>orrery::editor::FindBar</name>
    <message>
        <source>Match upper and lower case (Alt+C)</source>
        <translation>区分大小写（Alt+C）</translation>
    </message>
    <message>
        <source>Whole words only (Alt+W)</source>
        <translation>仅整词（Alt+W）</translation>
    </message>
    <message>
        <source>Regular expression (Alt+R)</source>
        <translation>正则表达式（Alt+R）</translation>
    </message>
    <message>
        <source>In the selection only (Alt+L)</source>
        <translation>仅在选区内（Alt+L）</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Line, or line:column</source>
        <translation>行，或 行:列</translation>
    </message>
    <message>
        <source>Previous match (Shift+F3)</source>
        <translation>上一个匹配（Shift+F3）</translation>
    </message>
    <message>
        <source>Next match (F3)</source>
        <translation>下一个匹配（F3）</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace this match and go to the next</source>
        <translation>替换此处并转到下一个</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Replace all matches, as one step</source>
        <translation>一步替换所有匹配</translation>
    </message>
    <message>
        <source>Close (Escape)</source>
        <translation>关闭（Esc）</translation>
    </message>
    <message>
        <source>nothing to replace</source>
        <translation>没有可替换的内容</translation>
    </message>
    <message numerus="yes">
        <source>%n replaced</source>
        <translation>
            <numerusform>替换了 %n 处</numerusform>
        </translation>
    </message>
    <message>
        <source>in the selection</source>
        <translation>选区内</translation>
    </message>
    <message>
        <source>nothing found in the selection</source>
        <translation>选区内未找到</translation>
    </message>
    <message>
        <source>nothing found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>找到 %1 处</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>at character %1: %2</source>
        <translation>第 %1 个字符：%2</translation>
    </message>
</context>
<context>
    <name>orrery::editor::GitPanel</name>
    <message>
        <source>has conflicts</source>
        <translation>有冲突</translation>
    </message>
    <message>
        <source>not under version control</source>
        <translation>未纳入版本控制</translation>
    </message>
    <message>
        <source>staged, and changed since</source>
        <translation>已暂存，之后又有更改</translation>
    </message>
    <message>
        <source>staged</source>
        <translation>已暂存</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>已更改</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>提交</translation>
    </message>
    <message>
        <source>Difference to the last commit</source>
        <translation>与上次提交的差异</translation>
    </message>
    <message>
        <source>Commits of the file</source>
        <translation>文件的提交</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差异</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>About the file</source>
        <translation>关于文件</translation>
    </message>
    <message>
        <source>The version could not be read</source>
        <translation>无法读取该版本</translation>
    </message>
    <message>
        <source>Changed files; ticked ones are staged</source>
        <translation>已更改的文件；勾选的已暂存</translation>
    </message>
    <message>
        <source>What the commit changes, and why</source>
        <translation>此提交改了什么，为什么</translation>
    </message>
    <message>
        <source>Message of the commit</source>
        <translation>提交说明</translation>
    </message>
    <message>
        <source>Commit the ticked files; nothing is pushed</source>
        <translation>提交勾选的文件；不会推送</translation>
    </message>
    <message>
        <source>The repository cannot be read</source>
        <translation>无法读取仓库</translation>
    </message>
    <message>
        <source>No DAG is open</source>
        <translation>没有打开的 DAG</translation>
    </message>
    <message>
        <source>Not in a Git repository</source>
        <translation>不在 Git 仓库中</translation>
    </message>
    <message>
        <source>Run `git init` in the folder of the DAG to keep its versions.</source>
        <translation>在 DAG 所在文件夹中运行 `git init` 以保存其版本。</translation>
    </message>
    <message>
        <source>The file is not staged</source>
        <translation>文件未能暂存</translation>
    </message>
    <message>
        <source>The file is still staged</source>
        <translation>文件仍处于暂存状态</translation>
    </message>
    <message>
        <source>Nothing was committed</source>
        <translation>没有提交任何内容</translation>
    </message>
    <message>
        <source>No difference to the last commit.</source>
        <translation>与上次提交没有差异。</translation>
    </message>
    <message>
        <source>Press Return to see the file as it was</source>
        <translation>按回车查看文件当时的内容</translation>
    </message>
</context>
<context>
    <name>orrery::editor::LanguageServer</name>
    <message>
        <source>it ended with code %1</source>
        <translation>它以代码 %1 结束</translation>
    </message>
</context>
<context>
    <name>orrery::editor::ScriptTab</name>
    <message>
        <source>Take the file&apos;s</source>
        <translation>采用文件的</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>脚本</translation>
    </message>
    <message>
        <source>the node is gone; copy what you want to keep</source>
        <translation>节点已不存在；请复制要保留的内容</translation>
    </message>
    <message>
        <source>not taken over while the DAG file is broken</source>
        <translation>DAG 文件有错误时不会写入</translation>
    </message>
    <message>
        <source>Edit the script of %1</source>
        <translation>编辑 %1 的脚本</translation>
    </message>
    <message>
        <source>there is no such file yet; saving makes it</source>
        <translation>该文件尚不存在；保存时创建</translation>
    </message>
    <message>
        <source>the file is gone; saving makes it anew</source>
        <translation>文件已不存在；保存时重新创建</translation>
    </message>
    <message>
        <source>read again: it was changed outside</source>
        <translation>已重新读取：文件在外部被更改</translation>
    </message>
    <message>
        <source>%1 was changed outside, and here.</source>
        <translation>%1 在外部和此处都被更改。</translation>
    </message>
    <message>
        <source>the file was changed outside; say first which of the two counts</source>
        <translation>文件在外部被更改；请先决定以哪一份为准</translation>
    </message>
</context>
<context>
    <name>orrery::editor::ScriptsPanel</name>
    <message>
        <source>Unsaved scripts</source>
        <translation>未保存的脚本</translation>
    </message>
    <message>
        <source>Not saved: %1</source>
        <translation>未保存：%1</translation>
    </message>
    <message>
        <source>Run script</source>
        <translation>运行脚本</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Open scripts</source>
        <translation>打开的脚本</translation>
    </message>
    <message>
        <source>Run this script alone with these inputs (Ctrl+Return in the text)</source>
        <translation>用这些输入单独运行此脚本（在文本中按 Ctrl+回车）</translation>
    </message>
    <message>
        <source>What the script prints appears here.</source>
        <translation>脚本的输出显示在这里。</translation>
    </message>
    <message>
        <source>Output of the script</source>
        <translation>脚本的输出</translation>
    </message>
    <message>
        <source>select a node first</source>
        <translation>请先选择一个节点</translation>
    </message>
    <message>
        <source>a node of runtime %1 has no script</source>
        <translation>运行时为 %1 的节点没有脚本</translation>
    </message>
    <message>
        <source>its program is that of the component %1</source>
        <translation>它的程序来自组件 %1</translation>
    </message>
    <message>
        <source>In the DAG file</source>
        <translation>在 DAG 文件中</translation>
    </message>
    <message>
        <source>No script is open</source>
        <translation>没有打开脚本</translation>
    </message>
    <message>
        <source>Select a node and press Ctrl+E to edit its script.</source>
        <translation>选择一个节点并按 Ctrl+E 编辑其脚本。</translation>
    </message>
    <message>
        <source>%1 is not saved</source>
        <translation>%1 未保存</translation>
    </message>
    <message>
        <source>, required</source>
        <translation>，必填</translation>
    </message>
    <message>
        <source>no node of the open DAG runs this file</source>
        <translation>打开的 DAG 中没有节点运行此文件</translation>
    </message>
    <message>
        <source>the script could not be saved</source>
        <translation>无法保存脚本</translation>
    </message>
    <message>
        <source>running</source>
        <translation>正在运行</translation>
    </message>
    <message>
        <source>succeeded in %1</source>
        <translation>成功，用时 %1</translation>
    </message>
    <message>
        <source>failed: %1</source>
        <translation>失败：%1</translation>
    </message>
    <message>
        <source>; outputs %1</source>
        <translation>；输出 %1</translation>
    </message>
</context>
<context>
    <name>orrery::editor::SourcePanel</name>
    <message>
        <source>key</source>
        <translation>键</translation>
    </message>
    <message>
        <source>node</source>
        <translation>个节点</translation>
    </message>
    <message>
        <source>port</source>
        <translation>端口</translation>
    </message>
    <message>
        <source>component</source>
        <translation>组件</translation>
    </message>
    <message>
        <source>expression</source>
        <translation>表达式</translation>
    </message>
    <message>
        <source>Text of the DAG file</source>
        <translation>DAG 文件的文本</translation>
    </message>
    <message>
        <source>No DAG is open</source>
        <translation>没有打开的 DAG</translation>
    </message>
    <message>
        <source>This is the record of a run</source>
        <translation>这是一次运行的记录</translation>
    </message>
    <message>
        <source>The file cannot be shown as text</source>
        <translation>文件无法以文本显示</translation>
    </message>
    <message>
        <source>Open the file itself to edit it.</source>
        <translation>要编辑，请打开文件本身。</translation>
    </message>
    <message>
        <source>not a DAG file now; the graph is the last valid one</source>
        <translation>目前不是有效的 DAG 文件；图为最后一次有效的状态</translation>
    </message>
    <message>
        <source>the file was changed outside</source>
        <translation>文件在外部被更改</translation>
    </message>
    <message>
        <source>shown as JSON; edit the file where it was made</source>
        <translation>以 JSON 显示；请在生成处编辑文件</translation>
    </message>
</context>
<context>
    <name>orrery::editor::TextArea</name>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Select all</source>
        <translation>全选</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Go to line</source>
        <translation>转到行</translation>
    </message>
    <message>
        <source>Select next occurrence</source>
        <translation>选择下一处相同内容</translation>
    </message>
    <message>
        <source>Toggle comment</source>
        <translation>切换注释</translation>
    </message>
    <message>
        <source>Strip trailing spaces</source>
        <translation>删除行尾空格</translation>
    </message>
    <message>
        <source>Fold or unfold all</source>
        <translation>全部折叠或展开</translation>
    </message>
</context>
<context>
    <name>orrery::editor::Trial</name>
    <message>
        <source>write %1 as JSON, for instance %2</source>
        <translation>请以 JSON 写 %1，例如 %2</translation>
    </message>
    <message>
        <source>Trial of %1</source>
        <translation>%1 的试运行</translation>
    </message>
    <message>
        <source>a value is needed to try the script</source>
        <translation>试运行脚本需要一个值</translation>
    </message>
    <message>
        <source>the value is no JSON</source>
        <translation>该值不是 JSON</translation>
    </message>
    <message>
        <source>the engine is not reachable</source>
        <translation>无法连接引擎</translation>
    </message>
</context>
<context>
    <name>orrery::graphtable::GraphTable</name>
    <message>
        <source>Filter by any column</source>
        <translation>按任意列筛选</translation>
    </message>
    <message>
        <source>Filter the nodes</source>
        <translation>筛选节点</translation>
    </message>
    <message>
        <source>Nodes of the DAG</source>
        <translation>DAG 的节点</translation>
    </message>
    <message>
        <source>The same nodes as in the universe, with what comes before and after each.</source>
        <translation>与宇宙中相同的节点，并列出各自的上下游。</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
</context>
<context>
    <name>orrery::graphtable::GraphTableModel</name>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Inputs from</source>
        <translation>输入来自</translation>
    </message>
    <message>
        <source>Outputs to</source>
        <translation>输出到</translation>
    </message>
</context>
<context>
    <name>orrery::heatmap::HeatPanel</name>
    <message>
        <source>Heat</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Recording</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Show what nvidia-smi recorded</source>
        <translation>显示 nvidia-smi 的记录</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Back to the hosts as they are now</source>
        <translation>回到现在的主机</translation>
    </message>
    <message>
        <source>Open a recording of nvidia-smi</source>
        <translation>打开 nvidia-smi 的记录</translation>
    </message>
    <message>
        <source>Recordings (*.csv *.txt);;All files (*)</source>
        <translation>记录 (*.csv *.txt);;所有文件 (*)</translation>
    </message>
    <message>
        <source>no task of this home ran there then</source>
        <translation>那时没有此主目录的任务在那里运行</translation>
    </message>
    <message>
        <source>No reading yet</source>
        <translation>还没有读数</translation>
    </message>
    <message>
        <source>Hosts are read once a second while the engine is there.</source>
        <translation>引擎在时，每秒读取一次主机。</translation>
    </message>
    <message>
        <source>The recording cannot be read</source>
        <translation>记录无法读取</translation>
    </message>
    <message>
        <source>%1 is larger than 256 MiB</source>
        <translation>%1 大于 256 MiB</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>This is no recording of GPUs</source>
        <translation>这不是 GPU 的记录</translation>
    </message>
    <message>
        <source>%1 and %2 more ran there then</source>
        <translation>那时 %1 和另外 %2 个任务在那里运行</translation>
    </message>
    <message>
        <source>%1 ran there then</source>
        <translation>那时 %1 在那里运行</translation>
    </message>
</context>
<context>
    <name>orrery::heatmap::HeatView</name>
    <message>
        <source>Use of hosts and devices over time</source>
        <translation>主机与设备随时间的使用</translation>
    </message>
    <message>
        <source>Arrows move, Enter selects the task that ran there then</source>
        <translation>方向键移动，回车选中那时在那里运行的任务</translation>
    </message>
    <message>
        <source>+%1</source>
        <translation>+%1</translation>
    </message>
    <message>
        <source>%1 a column</source>
        <translation>每列 %1</translation>
    </message>
    <message>
        <source>%1 at %2: %3</source>
        <translation>%1，%2：%3</translation>
    </message>
    <message>
        <source>not measured</source>
        <translation>未测量</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>held, but idle</source>
        <translation>被占用但空闲</translation>
    </message>
</context>
<context>
    <name>orrery::history::BreakdownView</name>
    <message>
        <source>tasks ran %1, waited for room %2, were queued on a host %3</source>
        <translation>任务运行 %1，等待资源 %2，在主机上排队 %3</translation>
    </message>
    <message>
        <source>%1 lost in attempts that failed</source>
        <translation>在失败的尝试中损失 %1</translation>
    </message>
    <message>
        <source>waited / ran: %1</source>
        <translation>等待 / 运行：%1</translation>
    </message>
    <message>
        <source>bottleneck: %1, %2 of %3</source>
        <translation>瓶颈：%1，%2，共 %3</translation>
    </message>
    <message>
        <source>Watched run</source>
        <translation>所观察的运行</translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation>还没有运行过</translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation>没有关注的运行</translation>
    </message>
    <message>
        <source>waited / ran %1</source>
        <translation>等待 / 运行 %1</translation>
    </message>
    <message>
        <source>ran %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>lost %1</source>
        <translation>损失 %1</translation>
    </message>
    <message>
        <source>waited %1</source>
        <translation>等待了 %1</translation>
    </message>
    <message>
        <source>queued %1</source>
        <translation>排队 %1</translation>
    </message>
    <message>
        <source>bottleneck %1  %2</source>
        <translation>瓶颈 %1  %2</translation>
    </message>
</context>
<context>
    <name>orrery::history::ComparePanel</name>
    <message>
        <source>What differs between two runs</source>
        <translation>两次运行的不同之处</translation>
    </message>
    <message>
        <source>What</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>先前</translation>
    </message>
    <message>
        <source>After</source>
        <translation>之后</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>Choose two runs</source>
        <translation>请选择两次运行</translation>
    </message>
    <message>
        <source>Above, or with Ctrl and a click on two columns of the history.</source>
        <translation>在上方选择，或按住 Ctrl 点击历史中的两列。</translation>
    </message>
    <message>
        <source>The first run</source>
        <translation>第一次运行</translation>
    </message>
    <message>
        <source>Swap the two runs</source>
        <translation>交换两次运行</translation>
    </message>
    <message>
        <source>The second run</source>
        <translation>第二次运行</translation>
    </message>
    <message>
        <source>choose a run</source>
        <translation>选择一次运行</translation>
    </message>
    <message>
        <source>This is the same run twice</source>
        <translation>两边是同一次运行</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>请另选一次。</translation>
    </message>
    <message>
        <source>The engine is not reachable</source>
        <translation>无法连接引擎</translation>
    </message>
    <message>
        <source>Reading both runs</source>
        <translation>正在读取两次运行</translation>
    </message>
    <message>
        <source>%1 cannot be read</source>
        <translation>%1 无法读取</translation>
    </message>
    <message>
        <source>What explains the difference</source>
        <translation>什么解释了差异</translation>
    </message>
    <message>
        <source>Nothing was changed, and nothing took notably longer or less</source>
        <translation>没有改动，也没有明显更久或更快的</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Environment</source>
        <translation>环境</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>state</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>time</source>
        <translation>次</translation>
    </message>
    <message>
        <source>content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>the same in meaning</source>
        <translation>含义相同</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Tasks (%1), the largest difference first</source>
        <translation>任务（%1），差异最大的在前</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不存在</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>Outputs and metrics</source>
        <translation>输出与指标</translation>
    </message>
    <message>
        <source>DAG (%1)</source>
        <translation>DAG（%1）</translation>
    </message>
</context>
<context>
    <name>orrery::history::FlowStrip</name>
    <message>
        <source>run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>wait %1</source>
        <translation>等待 %1</translation>
    </message>
    <message>
        <source>run ≤ %1</source>
        <translation>运行 ≤ %1</translation>
    </message>
    <message>
        <source>wait ≤ %1</source>
        <translation>等待 ≤ %1</translation>
    </message>
    <message>
        <source>%1 / s</source>
        <translation>%1 / 秒</translation>
    </message>
    <message>
        <source>Tasks at work (filled) and tasks that wait (dashed); %1 ended a second</source>
        <translation>在运行的任务（填充）与等待的任务（虚线）；每秒结束 %1 个</translation>
    </message>
</context>
<context>
    <name>orrery::history::GanttView</name>
    <message>
        <source>Tasks of the run over time</source>
        <translation>运行的任务随时间</translation>
    </message>
    <message>
        <source>Up and down select a task, plus and minus zoom, left and right move in time</source>
        <translation>上下键选择任务，加减键缩放，左右键移动时间</translation>
    </message>
    <message>
        <source>%1  (%2)</source>
        <translation>%1  （%2）</translation>
    </message>
    <message>
        <source>0 s</source>
        <translation>0 秒</translation>
    </message>
    <message>
        <source>%1: %2 items, %3 from the first to the last</source>
        <translation>%1：%2 项，从第一项到最后一项 %3</translation>
    </message>
    <message>
        <source>waited %1</source>
        <translation>等待了 %1</translation>
    </message>
    <message>
        <source>, ran %1</source>
        <translation>，运行了 %1</translation>
    </message>
    <message>
        <source>, runs for %1</source>
        <translation>，已运行 %1</translation>
    </message>
    <message>
        <source>attempt %1: %2</source>
        <translation>第 %1 次尝试：%2</translation>
    </message>
    <message>
        <source>on the critical path</source>
        <translation>在关键路径上</translation>
    </message>
</context>
<context>
    <name>orrery::history::HistoryPanel</name>
    <message>
        <source>No DAG is open</source>
        <translation>没有打开的 DAG</translation>
    </message>
    <message>
        <source>Open one: its runs appear here by node.</source>
        <translation>打开一个：它的运行按节点显示在这里。</translation>
    </message>
    <message>
        <source>%1 has not run yet</source>
        <translation>%1 还没有运行过</translation>
    </message>
    <message>
        <source>F8 runs it; every run becomes a column here.</source>
        <translation>F8 运行它；每次运行成为这里的一列。</translation>
    </message>
</context>
<context>
    <name>orrery::history::RunOfFile</name>
    <message>
        <source>There is no such file.</source>
        <translation>没有这个文件。</translation>
    </message>
    <message>
        <source>The report is of this run.</source>
        <translation>报告属于这次运行。</translation>
    </message>
    <message>
        <source>It is a report of run %1, which this home does not have.</source>
        <translation>这是运行 %1 的报告，此主目录没有该运行。</translation>
    </message>
    <message>
        <source>The file lies among its results.</source>
        <translation>文件在其结果之中。</translation>
    </message>
    <message>
        <source>No run of this home has recorded a file with this content.</source>
        <translation>此主目录没有运行记录过内容相同的文件。</translation>
    </message>
    <message>
        <source>It is a copy of %1.</source>
        <translation>它是 %1 的副本。</translation>
    </message>
</context>
<context>
    <name>orrery::history::RunsGrid</name>
    <message>
        <source>Runs of the DAG by node</source>
        <translation>DAG 的运行，按节点</translation>
    </message>
    <message>
        <source>Arrows move, Enter watches the run, C compares it</source>
        <translation>方向键移动，回车观察该运行，C 比较</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1，%2，%3</translation>
    </message>
    <message>
        <source>%1 was not in this run</source>
        <translation>%1 不在这次运行中</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>, took %1</source>
        <translation>，用了 %1</translation>
    </message>
    <message>
        <source>, %1 attempts</source>
        <translation>，%1 次尝试</translation>
    </message>
    <message>
        <source>, an earlier result</source>
        <translation>，取自先前的结果</translation>
    </message>
    <message>
        <source>Watch this run</source>
        <translation>观察这次运行</translation>
    </message>
    <message>
        <source>Compare with the watched run</source>
        <translation>与所观察的运行比较</translation>
    </message>
    <message>
        <source>Mark for comparing</source>
        <translation>标记以供比较</translation>
    </message>
</context>
<context>
    <name>orrery::history::TrendView</name>
    <message>
        <source>no time of its own</source>
        <translation>没有自己的时间</translation>
    </message>
    <message>
        <source>median %1   p90 %2</source>
        <translation>中位数 %1   p90 %2</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>整个运行</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>还没有运行</translation>
    </message>
    <message>
        <source>No finished run yet</source>
        <translation>还没有结束的运行</translation>
    </message>
</context>
<context>
    <name>orrery::models::DagListModel</name>
    <message>
        <source>Schedule: %1. It fires once it was switched on: orrery schedule on FILE</source>
        <translation>计划：%1。启用后才会触发：orrery schedule on FILE</translation>
    </message>
    <message>
        <source>%1, broken: %2</source>
        <translation>%1，有错误：%2</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>主目录</translation>
    </message>
</context>
<context>
    <name>orrery::models::FileTableModel</name>
    <message>
        <source>Only the first %1 rows that match are shown; filter for less</source>
        <translation>只显示符合条件的前 %1 行；请进一步筛选</translation>
    </message>
</context>
<context>
    <name>orrery::models::FindingsModel</name>
    <message>
        <source> not shown</source>
        <translation>未显示</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>级别</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>行</translation>
    </message>
    <message>
        <source>What is wrong</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>处理办法</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>位置</translation>
    </message>
</context>
<context>
    <name>orrery::models::QueueModel</name>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>次序</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>DAG</source>
        <translation>DAG</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Waits for</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>优先级</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>orrery::models::RunTableModel</name>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>DAG</source>
        <translation>DAG</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Trigger</source>
        <translation>触发方式</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>orrery::models::TaskTableModel</name>
    <message>
        <source>task %1</source>
        <translation>任务 %1</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>尝试次数</translation>
    </message>
    <message>
        <source>CPU time</source>
        <translation>CPU 时间</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>内存峰值</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>原因</translation>
    </message>
</context>
<context>
    <name>orrery::monitors::CourseView</name>
    <message>
        <source>the run was created</source>
        <translation>创建了运行</translation>
    </message>
    <message>
        <source>%1 got its place</source>
        <translation>%1 获得了资源</translation>
    </message>
    <message>
        <source>%1 started</source>
        <translation>%1 已开始</translation>
    </message>
    <message>
        <source>%1 succeeded</source>
        <translation>%1 已成功</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 已失败</translation>
    </message>
    <message>
        <source>a retry was asked for</source>
        <translation>请求了重试</translation>
    </message>
    <message>
        <source>%1 failed, to be retried</source>
        <translation>%1 失败，将重试</translation>
    </message>
    <message>
        <source>cancelling was asked for</source>
        <translation>请求了取消</translation>
    </message>
    <message>
        <source>%1 was cancelled</source>
        <translation>%1 已取消</translation>
    </message>
    <message>
        <source>held or released</source>
        <translation>搁置或放行</translation>
    </message>
    <message>
        <source>%1 was answered by hand</source>
        <translation>%1 已人工应答</translation>
    </message>
    <message>
        <source>the run ended</source>
        <translation>运行结束</translation>
    </message>
    <message>
        <source>more became known</source>
        <translation>有了新的信息</translation>
    </message>
    <message>
        <source>%1 is due again</source>
        <translation>%1 再次到期</translation>
    </message>
    <message>
        <source>Time of the run</source>
        <translation>运行的时间</translation>
    </message>
    <message>
        <source>Arrows step from fact to fact, Home and End go to its ends, Space plays it.</source>
        <translation>方向键逐个事件移动，Home 和 End 到两端，空格键播放。</translation>
    </message>
    <message>
        <source>Reading what happened</source>
        <translation>正在读取经过</translation>
    </message>
    <message>
        <source>0 s</source>
        <translation>0 秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>idle for %1, drawn short</source>
        <translation>空闲 %1，已压缩显示</translation>
    </message>
    <message>
        <source>+%1   %2</source>
        <translation>+%1&#x3000;%2</translation>
    </message>
    <message>
        <source>nothing runs</source>
        <translation>没有任务在运行</translation>
    </message>
</context>
<context>
    <name>orrery::monitors::MonitorPanel</name>
    <message>
        <source>Task CPU</source>
        <translation>任务 CPU</translation>
    </message>
    <message>
        <source>Task mem</source>
        <translation>任务内存</translation>
    </message>
    <message>
        <source>Run CPU</source>
        <translation>运行 CPU</translation>
    </message>
    <message>
        <source>Run mem</source>
        <translation>运行内存</translation>
    </message>
    <message>
        <source>No run yet. Press F8 to run the open DAG.</source>
        <translation>还没有运行。按 F8 运行打开的 DAG。</translation>
    </message>
    <message>
        <source>It used too little to be measured.</source>
        <translation>用量太小，无法测量。</translation>
    </message>
    <message>
        <source>Waiting for the first sample.</source>
        <translation>等待第一个采样。</translation>
    </message>
    <message>
        <source>Select a task.</source>
        <translation>请选择一个任务。</translation>
    </message>
    <message>
        <source>It has not started.</source>
        <translation>尚未开始。</translation>
    </message>
    <message>
        <source>average</source>
        <translation>平均</translation>
    </message>
    <message>
        <source>peak</source>
        <translation>峰值</translation>
    </message>
</context>
<context>
    <name>orrery::monitors::PlotWidget</name>
    <message>
        <source>%1 cores</source>
        <translation>%1 核</translation>
    </message>
</context>
<context>
    <name>orrery::monitors::ResourceOverview</name>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>MEM</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>–</source>
        <translation>－</translation>
    </message>
    <message>
        <source>Looking for GPUs</source>
        <translation>正在查找 GPU</translation>
    </message>
    <message>
        <source>Resource overview</source>
        <translation>资源概览</translation>
    </message>
    <message>
        <source>%1: %2 of %3 cores busy, %4 reserved by tasks</source>
        <translation>%1：%3 核中 %2 核忙，任务预留 %4</translation>
    </message>
    <message>
        <source>%1: %2 of %3 in use, %4 reserved by tasks</source>
        <translation>%1：已用 %2，共 %3，任务预留 %4</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 has no GPU</source>
        <translation>%1 没有 GPU</translation>
    </message>
    <message>
        <source>%1 %2: %3 %, %4 of %5, %6 °C</source>
        <translation>%1 %2：%3 %，%4 / %5，%6 °C</translation>
    </message>
</context>
<context>
    <name>orrery::monitors::RunChart</name>
    <message>
        <source>Run in detail</source>
        <translation>运行详情</translation>
    </message>
    <message>
        <source>Whole run</source>
        <translation>整个运行</translation>
    </message>
    <message>
        <source>seconds since the start</source>
        <translation>开始后的秒数</translation>
    </message>
    <message>
        <source>cores</source>
        <translation>核</translation>
    </message>
    <message>
        <source>MiB</source>
        <translation>MiB</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>CPU and memory of the run</source>
        <translation>运行的 CPU 和内存</translation>
    </message>
    <message>
        <source>as sampled</source>
        <translation>采样值</translation>
    </message>
    <message>
        <source>averages from the record</source>
        <translation>记录中的平均值</translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation>没有关注的运行</translation>
    </message>
</context>
<context>
    <name>orrery::preferences::SettingsDialog</name>
    <message>
        <source>No setting has these words.</source>
        <translation>没有设置包含这些词。</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Search the settings</source>
        <translation>搜索设置</translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Import ...</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Settings (*.json *.ini)</source>
        <translation>设置文件 (*.json *.ini)</translation>
    </message>
    <message>
        <source>Export the settings</source>
        <translation>导出设置</translation>
    </message>
    <message>
        <source>Import settings</source>
        <translation>导入设置</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>空</translation>
    </message>
    <message>
        <source>%1   normally %2</source>
        <translation>%1   默认 %2</translation>
    </message>
    <message>
        <source>Not written down in this start</source>
        <translation>本次启动不写入文件</translation>
    </message>
    <message>
        <source>Kept in %1</source>
        <translation>保存在 %1</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Reset %1</source>
        <translation>重置“%1”</translation>
    </message>
    <message>
        <source>On</source>
        <translation>开启</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 到 %2</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2</source>
        <translation>无法读取 %1：%2</translation>
    </message>
    <message>
        <source>Nothing was imported. %1</source>
        <translation>没有导入任何内容。%1</translation>
    </message>
    <message>
        <source>%1 settings changed</source>
        <translation>更改了 %1 项设置</translation>
    </message>
</context>
<context>
    <name>orrery::preferences::ShortcutDialog</name>
    <message>
        <source>Edit the shortcuts</source>
        <translation>编辑快捷键</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search by name or keys</source>
        <translation>按名称或按键搜索</translation>
    </message>
    <message>
        <source>Search the shortcuts</source>
        <translation>搜索快捷键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>新按键</translation>
    </message>
    <message>
        <source>Give these keys</source>
        <translation>指定这些按键</translation>
    </message>
    <message>
        <source>No keys</source>
        <translation>无按键</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
    <message>
        <source>Press the new keys:</source>
        <translation>请按下新按键：</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Shortcuts (*.json)</source>
        <translation>快捷键 (*.json)</translation>
    </message>
    <message>
        <source>Export ...</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export the shortcuts</source>
        <translation>导出快捷键</translation>
    </message>
    <message>
        <source>Import ...</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Import shortcuts</source>
        <translation>导入快捷键</translation>
    </message>
    <message>
        <source>%1 has no keys now</source>
        <translation>“%1”现在没有按键</translation>
    </message>
    <message>
        <source>%1 answers to %2 now</source>
        <translation>“%1”现在对应 %2</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2</source>
        <translation>无法写入 %1：%2</translation>
    </message>
    <message>
        <source>Written to %1</source>
        <translation>已写入 %1</translation>
    </message>
    <message>
        <source>Nothing was imported. %1</source>
        <translation>没有导入任何内容。%1</translation>
    </message>
    <message>
        <source>Byte %1: %2</source>
        <translation>第 %1 字节：%2</translation>
    </message>
    <message>
        <source>There is no action &quot;%1&quot;.</source>
        <translation>没有操作“%1”。</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; is no key.</source>
        <translation>%1：“%2”不是按键。</translation>
    </message>
    <message>
        <source>%1 belongs to %2 and %3.</source>
        <translation>%1 同时属于 %2 和 %3。</translation>
    </message>
    <message>
        <source>%1 shortcuts taken over</source>
        <translation>采用了 %1 个快捷键</translation>
    </message>
</context>
<context>
    <name>orrery::queue::QueuePanel</name>
    <message>
        <source>Queue</source>
        <translation>队列</translation>
    </message>
    <message>
        <source>One turn earlier (Ctrl+Up)</source>
        <translation>提前一位（Ctrl+上）</translation>
    </message>
    <message>
        <source>One turn later (Ctrl+Down)</source>
        <translation>推后一位（Ctrl+下）</translation>
    </message>
    <message>
        <source>Cancel this run (Delete)</source>
        <translation>取消此运行（Delete）</translation>
    </message>
    <message>
        <source>Nothing runs and nothing waits</source>
        <translation>没有运行，也没有等待</translation>
    </message>
    <message>
        <source>Ctrl+Return queues the open DAG, again and again.</source>
        <translation>按 Ctrl+回车将打开的 DAG 加入队列，可重复加入。</translation>
    </message>
    <message>
        <source>%1 go on, %2 wait</source>
        <translation>%1 个进行中，%2 个等待</translation>
    </message>
    <message>
        <source>Queue %1</source>
        <translation>队列 %1</translation>
    </message>
    <message>
        <source>One turn earlier</source>
        <translation>提前一位</translation>
    </message>
    <message>
        <source>One turn later</source>
        <translation>推后一位</translation>
    </message>
    <message>
        <source>To the front</source>
        <translation>移到最前</translation>
    </message>
    <message>
        <source>Cancel this run</source>
        <translation>取消此运行</translation>
    </message>
</context>
<context>
    <name>orrery::shell::CloseDialog</name>
    <message>
        <source>Runs are going on</source>
        <translation>有运行正在进行</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>另有 %1 个</translation>
    </message>
    <message>
        <source>Kept running, the engine goes on in the background and nothing is lost. Find them again by starting the cockpit, or in a terminal:</source>
        <translation>保持运行时，引擎在后台继续，不会丢失任何内容。重新启动驾驶舱或在终端中可再次找到它们：</translation>
    </message>
    <message>
        <source>Stay</source>
        <translation>留下</translation>
    </message>
    <message>
        <source>Cancel runs and quit</source>
        <translation>取消运行并退出</translation>
    </message>
    <message>
        <source>Cancel run and quit</source>
        <translation>取消运行并退出</translation>
    </message>
    <message>
        <source>Keep running in the background</source>
        <translation>在后台继续运行</translation>
    </message>
</context>
<context>
    <name>orrery::shell::CommandPalette</name>
    <message>
        <source>Search and commands</source>
        <translation>搜索与命令</translation>
    </message>
    <message>
        <source>Search DAGs, nodes, runs, actions</source>
        <translation>搜索 DAG、节点、运行、操作</translation>
    </message>
</context>
<context>
    <name>orrery::shell::EncodingControl</name>
    <message>
        <source>Size: what a node reserves</source>
        <translation>大小：节点预留的资源</translation>
    </message>
    <message>
        <source>Width of edges: volume of data</source>
        <translation>边的宽度：数据量</translation>
    </message>
    <message>
        <source>Bytes written by what feeds the edge, each doubling adds the same</source>
        <translation>供给该边的任务写出的字节数，每翻一倍增加相同宽度</translation>
    </message>
    <message>
        <source>Packets on edges: volume of data</source>
        <translation>边上的数据包：数据量</translation>
    </message>
    <message>
        <source>Speed of packets: latency</source>
        <translation>数据包速度：延迟</translation>
    </message>
    <message>
        <source>Slow packets: what follows started long after</source>
        <translation>慢速数据包：下游很久之后才启动</translation>
    </message>
    <message>
        <source>Red: share of bad data</source>
        <translation>红色：坏数据比例</translation>
    </message>
    <message>
        <source>Failed tasks and items, and what outputs tell of rejected rows</source>
        <translation>失败的任务和项，以及输出中报告的被拒绝行</translation>
    </message>
    <message>
        <source>Height: priority</source>
        <translation>高度：优先级</translation>
    </message>
    <message>
        <source>Lit: the longest way through the run</source>
        <translation>点亮：运行中最长的路径</translation>
    </message>
    <message>
        <source>Pulse: the bottleneck</source>
        <translation>脉动：瓶颈</translation>
    </message>
    <message>
        <source>The wheel follows the longest way</source>
        <translation>滚轮沿最长路径移动</translation>
    </message>
    <message>
        <source>Colour: state</source>
        <translation>颜色：状态</translation>
    </message>
    <message>
        <source>Colour: CPU</source>
        <translation>颜色：CPU</translation>
    </message>
    <message>
        <source>Colour: memory</source>
        <translation>颜色：内存</translation>
    </message>
    <message>
        <source>Colour: GPUs held</source>
        <translation>颜色：占用的 GPU</translation>
    </message>
    <message>
        <source>Colour: time spent waiting</source>
        <translation>颜色：等待时间</translation>
    </message>
    <message>
        <source>Universe</source>
        <translation>宇宙</translation>
    </message>
</context>
<context>
    <name>orrery::shell::LogPanel</name>
    <message>
        <source>Search the log</source>
        <translation>搜索日志</translation>
    </message>
    <message>
        <source>Previous match</source>
        <translation>上一个匹配</translation>
    </message>
    <message>
        <source>Next match</source>
        <translation>下一个匹配</translation>
    </message>
    <message>
        <source>Follow the end of the log</source>
        <translation>跟随日志末尾</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>No run, no log</source>
        <translation>没有运行，没有日志</translation>
    </message>
    <message>
        <source>F8 runs the open DAG.</source>
        <translation>按 F8 运行打开的 DAG。</translation>
    </message>
    <message>
        <source>No task is selected</source>
        <translation>没有选择任务</translation>
    </message>
    <message>
        <source>Select a task to follow its log.</source>
        <translation>选择任务以查看其日志。</translation>
    </message>
    <message>
        <source>%1 printed nothing</source>
        <translation>%1 没有输出</translation>
    </message>
    <message>
        <source>Waiting for the first line of %1</source>
        <translation>等待 %1 的第一行</translation>
    </message>
    <message>
        <source>The log cannot be read</source>
        <translation>日志无法读取</translation>
    </message>
</context>
<context>
    <name>orrery::shell::MainWindow</name>
    <message>
        <source>Workspace</source>
        <translation>工作区</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>What ran</source>
        <translation>运行内容</translation>
    </message>
    <message>
        <source>Monitors</source>
        <translation>监控</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>%1 was refused</source>
        <translation>“%1”被拒绝</translation>
    </message>
    <message>
        <source>%1 of %2 tasks in %3</source>
        <translation>%3 内完成 %1 / %2 个任务</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>The engine is not reachable</source>
        <translation>无法连接引擎</translation>
    </message>
    <message>
        <source>New work is held back</source>
        <translation>新任务暂不启动</translation>
    </message>
    <message>
        <source>The run&apos;s past could not be read</source>
        <translation>无法读取运行的过往</translation>
    </message>
    <message>
        <source>The run could not be read</source>
        <translation>无法读取运行</translation>
    </message>
    <message>
        <source>%1  %2 / %3</source>
        <translation>%1&#x3000;%2 / %3</translation>
    </message>
    <message>
        <source>%1  %2  %3 / %4</source>
        <translation>%1&#x3000;%2&#x3000;%3 / %4</translation>
    </message>
    <message>
        <source>then %1</source>
        <translation>当时 %1</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>Open file</source>
        <translation>打开文件</translation>
    </message>
    <message>
        <source>Open recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Reload</source>
        <translation>重新加载</translation>
    </message>
    <message>
        <source>Close DAG</source>
        <translation>关闭 DAG</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Run the open DAG; with Shift, ask for its parameters</source>
        <translation>运行打开的 DAG；按住 Shift 则询问参数</translation>
    </message>
    <message>
        <source>Run with parameters</source>
        <translation>带参数运行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel the watched run</source>
        <translation>取消关注的运行</translation>
    </message>
    <message>
        <source>Retry failed tasks</source>
        <translation>重试失败的任务</translation>
    </message>
    <message>
        <source>Run the failed, cancelled and skipped tasks of the watched run again</source>
        <translation>重新运行所关注运行中失败、取消和跳过的任务</translation>
    </message>
    <message>
        <source>Hold the run</source>
        <translation>搁置运行</translation>
    </message>
    <message>
        <source>What runs goes on; nothing else starts until it is released</source>
        <translation>正在运行的继续；放行之前不再启动其他任务</translation>
    </message>
    <message>
        <source>Release the run</source>
        <translation>放行运行</translation>
    </message>
    <message>
        <source>Everything that is held goes on</source>
        <translation>所有搁置的任务继续</translation>
    </message>
    <message>
        <source>Let one held task go on</source>
        <translation>放行一个搁置的任务</translation>
    </message>
    <message>
        <source>Search and commands</source>
        <translation>搜索与命令</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Show the whole DAG</source>
        <translation>显示整个 DAG</translation>
    </message>
    <message>
        <source>Fly to the selected node</source>
        <translation>飞到所选节点</translation>
    </message>
    <message>
        <source>Chart of the run in detail</source>
        <translation>运行详细图表</translation>
    </message>
    <message>
        <source>About Orrery</source>
        <translation>关于 Orrery</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Go to the time bar</source>
        <translation>转到时间条</translation>
    </message>
    <message>
        <source>Play the run, or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>To the fact before</source>
        <translation>到上一个事件</translation>
    </message>
    <message>
        <source>To the next fact</source>
        <translation>到下一个事件</translation>
    </message>
    <message>
        <source>To the failure or retry before</source>
        <translation>到上一次失败或重试</translation>
    </message>
    <message>
        <source>To the next failure or retry</source>
        <translation>到下一次失败或重试</translation>
    </message>
    <message>
        <source>To the beginning of the run</source>
        <translation>到运行开头</translation>
    </message>
    <message>
        <source>To the newest state of the run</source>
        <translation>到运行的最新状态</translation>
    </message>
    <message>
        <source>Filter the workspace</source>
        <translation>筛选工作区</translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation>搜索日志</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>全屏</translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation>重置布局</translation>
    </message>
    <message>
        <source>no DAG open</source>
        <translation>没有打开的 DAG</translation>
    </message>
    <message>
        <source>Open a DAG</source>
        <translation>打开 DAG</translation>
    </message>
    <message>
        <source>DAG files (*.json *.yaml *.yml *.pb *.dot);;All files (*)</source>
        <translation>DAG 文件 (*.json *.yaml *.yml *.pb *.dot);;所有文件 (*)</translation>
    </message>
    <message>
        <source>action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>DAG</source>
        <translation>DAG</translation>
    </message>
    <message>
        <source>recent</source>
        <translation>最近</translation>
    </message>
    <message>
        <source>node</source>
        <translation>个节点</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Orrery %1</source>
        <translation>Orrery 版本 %1</translation>
    </message>
    <message>
        <source>A desktop cockpit for DAGs. Free software under the GNU General Public License, version 3 or later.</source>
        <translation>DAG 的桌面驾驶舱。自由软件，按 GNU 通用公共许可证第 3 版或更新版本发布。</translation>
    </message>
    <message>
        <source>New DAG</source>
        <translation>新建 DAG</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>DAG files (*.yaml *.yml *.json)</source>
        <translation>DAG 文件 (*.yaml *.yml *.json)</translation>
    </message>
    <message>
        <source>The DAG could not be made</source>
        <translation>无法创建 DAG</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Save the DAG as</source>
        <translation>将 DAG 另存为</translation>
    </message>
    <message>
        <source>Unsaved edits</source>
        <translation>未保存的编辑</translation>
    </message>
    <message>
        <source>%1 has unsaved edits.</source>
        <translation>%1 有未保存的编辑。</translation>
    </message>
    <message>
        <source>Made by run %1</source>
        <translation>由运行 %1 产生</translation>
    </message>
    <message>
        <source>%1 is of no run</source>
        <translation>%1 不属于任何运行</translation>
    </message>
    <message>
        <source>Queue the DAG</source>
        <translation>将 DAG 加入队列</translation>
    </message>
    <message>
        <source>Once more, with other parameters if it has some, when those before it have ended</source>
        <translation>前面的结束后再运行一次，可用不同参数</translation>
    </message>
    <message>
        <source>Queue the DAG at the front</source>
        <translation>将 DAG 插到队首</translation>
    </message>
    <message>
        <source>Run up to what is selected</source>
        <translation>运行到所选节点</translation>
    </message>
    <message>
        <source>The selected nodes and all before them</source>
        <translation>所选节点及其所有上游</translation>
    </message>
    <message>
        <source>Run from what is selected</source>
        <translation>从所选节点开始运行</translation>
    </message>
    <message>
        <source>The selected nodes and all behind them</source>
        <translation>所选节点及其所有下游</translation>
    </message>
    <message>
        <source>Run only what is selected</source>
        <translation>只运行所选节点</translation>
    </message>
    <message>
        <source>Run again from the failure</source>
        <translation>从失败处重新运行</translation>
    </message>
    <message>
        <source>The DAG as it is now; what succeeded in the watched run is kept</source>
        <translation>按当前的 DAG 运行；保留所关注运行中已成功的部分</translation>
    </message>
</context>
<context>
    <name>orrery::shell::NotificationPopup</name>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Nothing to tell</source>
        <translation>没有通知</translation>
    </message>
    <message>
        <source>Ended and refused runs are announced here.</source>
        <translation>结束和被拒绝的运行在此通知。</translation>
    </message>
</context>
<context>
    <name>orrery::shell::PanelDocks</name>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>转到%1</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>显示%1</translation>
    </message>
    <message>
        <source>Panels</source>
        <translation>面板</translation>
    </message>
</context>
<context>
    <name>orrery::shell::ParameterDialog</name>
    <message>
        <source>Parameters of this run</source>
        <translation>本次运行的参数</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Choose</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Fill in what is marked with *.</source>
        <translation>请填写标有 * 的项。</translation>
    </message>
</context>
<context>
    <name>orrery::shell::RanPanel</name>
    <message>
        <source>This task could not be read</source>
        <translation>无法读取此任务</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>尝试</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
    <message>
        <source>Copy as shell command</source>
        <translation>复制为 shell 命令</translation>
    </message>
    <message>
        <source>Open its run</source>
        <translation>打开其运行</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>Last 20 lines of the log</source>
        <translation>日志的最后 20 行</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>批准</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>May it go on?</source>
        <translation>可以继续吗？</translation>
    </message>
    <message>
        <source>Answer of %1</source>
        <translation>%1 的应答</translation>
    </message>
    <message>
        <source>Nothing has run yet</source>
        <translation>还没有运行过</translation>
    </message>
    <message>
        <source>F8 runs the open DAG; then select a task to see its command, environment and results.</source>
        <translation>按 F8 运行打开的 DAG；然后选择任务查看命令、环境和结果。</translation>
    </message>
    <message>
        <source>No task is selected</source>
        <translation>没有选择任务</translation>
    </message>
    <message>
        <source>Select a node in the universe or a task in the list.</source>
        <translation>在宇宙中选择节点，或在列表中选择任务。</translation>
    </message>
    <message>
        <source>Reading what ran</source>
        <translation>正在读取运行内容</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>第 %1 次尝试</translation>
    </message>
    <message>
        <source>The work directory was left empty and is gone</source>
        <translation>工作目录为空，已删除</translation>
    </message>
    <message>
        <source>Not run</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>Not started</source>
        <translation>未开始</translation>
    </message>
    <message>
        <source>It had not been started at this moment.</source>
        <translation>此刻尚未启动。</translation>
    </message>
    <message>
        <source>It has not been started in this run.</source>
        <translation>在此运行中尚未启动。</translation>
    </message>
    <message>
        <source>Run this task and what follows it again, in the same run</source>
        <translation>在同一运行中重新运行此任务及其下游</translation>
    </message>
</context>
<context>
    <name>orrery::shell::RunControl</name>
    <message>
        <source>Nothing to run</source>
        <translation>没有可运行的内容</translation>
    </message>
    <message>
        <source>Open a DAG first.</source>
        <translation>请先打开 DAG。</translation>
    </message>
    <message>
        <source>This file cannot run</source>
        <translation>此文件无法运行</translation>
    </message>
    <message>
        <source>Correct its errors; the problems list names each with line and column.</source>
        <translation>请改正错误；问题列表给出每个错误的行列号。</translation>
    </message>
    <message>
        <source>The record of a run is shown</source>
        <translation>显示的是运行记录</translation>
    </message>
    <message>
        <source>Its file says something else now. Open the file to run that.</source>
        <translation>其文件现在内容不同。打开文件以运行它。</translation>
    </message>
    <message>
        <source>It has nodes that its file has not. Open the file to run that.</source>
        <translation>它含有文件中没有的节点。打开文件以运行它。</translation>
    </message>
    <message>
        <source>It was started from text that is not at hand.</source>
        <translation>它由现已不在的文本启动。</translation>
    </message>
    <message>
        <source>Select the nodes first.</source>
        <translation>请先选择节点。</translation>
    </message>
</context>
<context>
    <name>orrery::shell::RunsPanel</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Starting the engine</source>
        <translation>正在启动引擎</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>还没有运行</translation>
    </message>
    <message>
        <source>Runs of this home appear here, also those started in a terminal.</source>
        <translation>此主目录的运行显示在这里，包括从终端启动的。</translation>
    </message>
    <message>
        <source>Watch this run</source>
        <translation>观察这次运行</translation>
    </message>
    <message>
        <source>Compare with the watched run</source>
        <translation>与所观察的运行比较</translation>
    </message>
</context>
<context>
    <name>orrery::shell::TasksPanel</name>
    <message>
        <source>Tasks of the run</source>
        <translation>运行的任务</translation>
    </message>
    <message>
        <source>Filter by name, state, reason</source>
        <translation>按名称、状态、原因筛选</translation>
    </message>
    <message>
        <source>Filter tasks</source>
        <translation>筛选任务</translation>
    </message>
    <message>
        <source>No run is watched</source>
        <translation>没有关注的运行</translation>
    </message>
    <message>
        <source>Choose a run, or press F8 to run the open DAG.</source>
        <translation>选择一个运行，或按 F8 运行打开的 DAG。</translation>
    </message>
    <message>
        <source>Reading the tasks</source>
        <translation>正在读取任务</translation>
    </message>
</context>
<context>
    <name>orrery::shell::TimeBar</name>
    <message>
        <source>To the fact before (Left)</source>
        <translation>到上一个事件（左）</translation>
    </message>
    <message>
        <source>To the next fact (Right)</source>
        <translation>到下一个事件（右）</translation>
    </message>
    <message>
        <source>Play (Space)</source>
        <translation>播放（空格）</translation>
    </message>
    <message>
        <source>How fast it plays (Up, Down)</source>
        <translation>播放速度（上、下）</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Pause (Space)</source>
        <translation>暂停（空格）</translation>
    </message>
    <message>
        <source>The newest state is shown (End)</source>
        <translation>显示最新状态（End）</translation>
    </message>
    <message>
        <source>Back to the newest state (End)</source>
        <translation>回到最新状态（End）</translation>
    </message>
    <message>
        <source>%1 / %2   %3</source>
        <translation>%1 / %2&#x3000;%3</translation>
    </message>
    <message>
        <source>Idle gaps are drawn and crossed quickly</source>
        <translation>空闲的间隔画短并快速越过</translation>
    </message>
</context>
<context>
    <name>orrery::shell::TopBar</name>
    <message>
        <source>Search DAGs, nodes, runs, actions</source>
        <translation>搜索 DAG、节点、运行、操作</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>菜单（F10）</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Signed in as %1</source>
        <translation>登录用户 %1</translation>
    </message>
    <message>
        <source>this user</source>
        <translation>此用户</translation>
    </message>
    <message>
        <source>Home %1</source>
        <translation>主目录 %1</translation>
    </message>
    <message>
        <source>Engine %1 in %2, process %3</source>
        <translation>引擎 %1，位于 %2，进程 %3</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>通知</translation>
    </message>
</context>
<context>
    <name>orrery::shell::UniversePanel</name>
    <message>
        <source>DAG universe</source>
        <translation>DAG 宇宙</translation>
    </message>
    <message>
        <source>The task list at the bottom holds the same nodes as a table.</source>
        <translation>底部的任务列表以表格形式列出相同的节点。</translation>
    </message>
    <message>
        <source>Show the whole DAG (Ctrl+0)</source>
        <translation>显示整个 DAG（Ctrl+0）</translation>
    </message>
    <message>
        <source>Show the whole DAG</source>
        <translation>显示整个 DAG</translation>
    </message>
    <message>
        <source>This file cannot run.  </source>
        <translation>此文件无法运行。  </translation>
    </message>
    <message>
        <source>The DAG as run %1 ran it, version %2. Its file says something else now.</source>
        <translation>运行 %1 所运行的 DAG，版本 %2。其文件现在内容不同。</translation>
    </message>
    <message>
        <source>Show the file</source>
        <translation>显示文件</translation>
    </message>
    <message>
        <source>Run %1 has grown: %2 more than its file has.</source>
        <translation>运行 %1 已增长：比文件多 %2。</translation>
    </message>
    <message>
        <source>The DAG as run %1 ran it, from its record; its file is not at hand.</source>
        <translation>运行 %1 所运行的 DAG，来自其记录；文件不在。</translation>
    </message>
    <message>
        <source>Show what ran</source>
        <translation>显示运行内容</translation>
    </message>
    <message>
        <source>   and %1 more in Problems</source>
        <translation>   问题列表中还有 %1 个</translation>
    </message>
    <message>
        <source>%1 cores  %2</source>
        <translation>%1 核  %2</translation>
    </message>
    <message>
        <source>%1 s CPU  %2 peak</source>
        <translation>CPU %1 秒  峰值 %2</translation>
    </message>
    <message>
        <source>The file was changed outside while there are unsaved edits here. Save As keeps both.</source>
        <translation>文件在外部被更改，而此处有未保存的编辑。“另存为”可保留两份。</translation>
    </message>
    <message>
        <source>Take the file</source>
        <translation>采用文件</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>Unsaved edits of %1 were found.</source>
        <translation>找到 %1 的未保存编辑。</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Drop them</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>The text has errors; the graph is as it was before.  </source>
        <translation>文本有错误；图保持先前的样子。  </translation>
    </message>
    <message>
        <source>The file as it is now. Run %1 ran version %2 of it; its states are shown on the nodes that are still there.</source>
        <translation>文件的当前内容。运行 %1 运行的是版本 %2；其状态显示在仍存在的节点上。</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>What the universe shows of a run</source>
        <translation>宇宙显示运行的哪些内容</translation>
    </message>
    <message>
        <source>taken from run %1</source>
        <translation>取自运行 %1</translation>
    </message>
</context>
<context>
    <name>orrery::shell::WorkspacePanel</name>
    <message>
        <source>Filter by name, tag, owner</source>
        <translation>按名称、标签、所有者筛选</translation>
    </message>
    <message>
        <source>Filter the workspace</source>
        <translation>筛选工作区</translation>
    </message>
    <message>
        <source>DAGs</source>
        <translation>DAG 列表</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>没有匹配项</translation>
    </message>
    <message>
        <source>No DAG has these words in its name, tags, owner or path.</source>
        <translation>没有 DAG 的名称、标签、所有者或路径包含这些词。</translation>
    </message>
    <message>
        <source>Opening the home</source>
        <translation>正在打开主目录</translation>
    </message>
    <message>
        <source>The engine is not reachable</source>
        <translation>无法连接引擎</translation>
    </message>
    <message>
        <source>No DAG yet</source>
        <translation>还没有 DAG</translation>
    </message>
    <message>
        <source>Open a file with Ctrl+O, drop one here, or put it into the dags folder of the home.</source>
        <translation>按 Ctrl+O 打开文件，拖放到这里，或放入主目录的 dags 文件夹。</translation>
    </message>
</context>
<context>
    <name>orrery::universe::Designing</name>
    <message>
        <source>drop on a node, or here for a new one</source>
        <translation>拖到节点上，或在此新建</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>到 %1</translation>
    </message>
</context>
<context>
    <name>orrery::universe::UniverseScene</name>
    <message>
        <source>%1 of %2 items</source>
        <translation>%1 / %2 项</translation>
    </message>
    <message>
        <source>%1 items</source>
        <translation>%1 项</translation>
    </message>
</context>
<context>
    <name>orrery::wall::AlertsPage</name>
    <message>
        <source>Needs somebody</source>
        <translation>需要处理</translation>
    </message>
    <message>
        <source>All is well</source>
        <translation>一切正常</translation>
    </message>
</context>
<context>
    <name>orrery::wall::HostsPage</name>
    <message>
        <source>Hosts</source>
        <translation>主机</translation>
    </message>
    <message>
        <source>No host is known yet</source>
        <translation>还没有已知的主机</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>GPU %1</source>
        <translation>GPU %1</translation>
    </message>
</context>
<context>
    <name>orrery::wall::RunsPage</name>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>No run yet</source>
        <translation>还没有运行</translation>
    </message>
</context>
<context>
    <name>orrery::wall::WallWindow</name>
    <message>
        <source>Orrery wall display</source>
        <translation>Orrery 大屏显示</translation>
    </message>
    <message>
        <source>Wall display</source>
        <translation>大屏显示</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>No engine runs on this home</source>
        <translation>此主目录没有运行引擎</translation>
    </message>
    <message>
        <source>The engine is away since %1</source>
        <translation>引擎自 %1 起断开</translation>
    </message>
    <message>
        <source>waiting for it</source>
        <translation>正在等待</translation>
    </message>
    <message>
        <source>nothing runs</source>
        <translation>没有任务在运行</translation>
    </message>
</context>
<context>
    <name>orrery::welcome::NewDagDialog</name>
    <message>
        <source>New DAG</source>
        <translation>新建 DAG</translation>
    </message>
    <message>
        <source>Begin with</source>
        <translation>起点</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Choose ...</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose the folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Folder of the new DAG</source>
        <translation>新 DAG 的文件夹</translation>
    </message>
    <message>
        <source>Make it</source>
        <translation>创建</translation>
    </message>
</context>
<context>
    <name>orrery::welcome::StartPage</name>
    <message>
        <source>Start page</source>
        <translation>起始页</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>Design, run and watch pipelines</source>
        <translation>设计、运行并观察流水线</translation>
    </message>
    <message>
        <source>New DAG ...</source>
        <translation>新建 DAG…</translation>
    </message>
    <message>
        <source>Open a file ...</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Take the tour</source>
        <translation>开始导览</translation>
    </message>
    <message>
        <source>Or drop a DAG file here.</source>
        <translation>或将 DAG 文件拖放到这里。</translation>
    </message>
    <message>
        <source>Recent files</source>
        <translation>最近的文件</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Forget all but the pinned ones</source>
        <translation>清除未固定的文件</translation>
    </message>
    <message>
        <source>Clear the recent files</source>
        <translation>清除最近的文件</translation>
    </message>
    <message>
        <source>%1 is not there</source>
        <translation>%1 不存在</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>打开 %1</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>取消固定</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>Unpin %1</source>
        <translation>取消固定 %1</translation>
    </message>
    <message>
        <source>Pin %1</source>
        <translation>固定 %1</translation>
    </message>
    <message>
        <source>Take it off this list</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Take %1 off the list</source>
        <translation>从列表中移除 %1</translation>
    </message>
    <message>
        <source>No examples are installed.</source>
        <translation>没有安装示例。</translation>
    </message>
</context>
<context>
    <name>orrery::welcome::Tour</name>
    <message>
        <source>Tour</source>
        <translation>导览</translation>
    </message>
    <message>
        <source>Leave the tour</source>
        <translation>离开导览</translation>
    </message>
    <message>
        <source>Open a DAG</source>
        <translation>打开 DAG</translation>
    </message>
    <message>
        <source>Every DAG that Orrery knows stands here, the examples too. Click &quot;Hello&quot;.</source>
        <translation>Orrery 知道的所有 DAG 都在这里，包括示例。请点击“Hello”。</translation>
    </message>
    <message>
        <source>Select a node</source>
        <translation>选择节点</translation>
    </message>
    <message>
        <source>This is the DAG, left to right as it runs. Drag to turn it, use the wheel to come nearer, and click a node.</source>
        <translation>这就是 DAG，从左到右依次运行。拖动旋转，滚轮拉近，然后点击一个节点。</translation>
    </message>
    <message>
        <source>What it is</source>
        <translation>它是什么</translation>
    </message>
    <message>
        <source>The panel at the right tells all about the selected node: what it runs, with what, and after what.</source>
        <translation>右侧面板说明所选节点的一切：运行什么、用什么、在什么之后。</translation>
    </message>
    <message>
        <source>Run it</source>
        <translation>运行它</translation>
    </message>
    <message>
        <source>Press Run, or F8. The nodes change their signs as they go on.</source>
        <translation>点击“运行”或按 F8。节点的标志会随进展变化。</translation>
    </message>
    <message>
        <source>Watch it end</source>
        <translation>看它结束</translation>
    </message>
    <message>
        <source>Each task stands in this table with its time and what it waits for. Wait for the run to end.</source>
        <translation>每个任务连同用时和等待原因都在此表中。请等待运行结束。</translation>
    </message>
    <message>
        <source>Go through its past</source>
        <translation>回看过程</translation>
    </message>
    <message>
        <source>Below the universe is the run&apos;s time. Click into it, and everything shows that moment.</source>
        <translation>宇宙下方是运行的时间条。点击它，一切都会显示那一刻。</translation>
    </message>
    <message>
        <source>Find anything</source>
        <translation>查找任何内容</translation>
    </message>
    <message>
        <source>Press Ctrl+K, or click the search field: commands, nodes, files and runs by a few letters.</source>
        <translation>按 Ctrl+K 或点击搜索框：用几个字母查找命令、节点、文件和运行。</translation>
    </message>
    <message>
        <source>That is all to begin with</source>
        <translation>入门到此为止</translation>
    </message>
    <message>
        <source>F1 shows every key, Ctrl+, the settings. This tour stays in the Help menu.</source>
        <translation>F1 显示所有按键，Ctrl+, 打开设置。此导览可在“帮助”菜单中找到。</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一步</translation>
    </message>
</context>
<context>
    <name>orrery::widgets::ActionRegistry</name>
    <message>
        <source>no such action</source>
        <translation>没有此操作</translation>
    </message>
    <message>
        <source>%1 belongs to &quot;%2&quot;; give that other keys first</source>
        <translation>%1 属于“%2”；请先为其指定其他按键</translation>
    </message>
</context>
<context>
    <name>orrery::widgets::CodeView</name>
    <message>
        <source>Program</source>
        <translation>程序</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
</context>
<context>
    <name>orrery::widgets::LogView</name>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>Copy all lines</source>
        <translation>复制所有行</translation>
    </message>
    <message>
        <source>Copy selected lines</source>
        <translation>复制所选行</translation>
    </message>
    <message>
        <source>%1, searching</source>
        <translation>%1，正在搜索</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 lines</source>
        <translation>%1 行</translation>
    </message>
</context>
<context>
    <name>orrery::widgets::Settings</name>
    <message>
        <source>must be true or false</source>
        <translation>必须为 true 或 false</translation>
    </message>
    <message>
        <source>must be one of %1</source>
        <translation>必须是下列之一：%1</translation>
    </message>
    <message>
        <source>must be a whole number from %1 to %2</source>
        <translation>必须是 %1 到 %2 的整数</translation>
    </message>
    <message>
        <source>no such setting</source>
        <translation>没有此设置</translation>
    </message>
</context>
<context>
    <name>orrery::widgets::StateFrame</name>
    <message>
        <source>Stale since %1</source>
        <translation>自 %1 起未更新</translation>
    </message>
</context>
</TS>
