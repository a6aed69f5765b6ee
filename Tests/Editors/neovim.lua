-- Asks `etude lsp` from Neovim for what an author would, and ends with status 1 where an answer is wrong.
-- Run by neovim.sh, which opens a notebook first.

local failed = false
local function check(fact, holds)
  io.stdout:write((holds and 'ok: ' or 'FAILED: ') .. fact .. '\n')
  failed = failed or not holds
end

local function finish()
  vim.cmd(failed and 'cquit 1' or 'qall!')
end

local patience = 60000 -- milliseconds, for a machine that compiles for the first time
local id = vim.lsp.start_client({
  name = 'etude',
  cmd = { vim.env.ETUDE, 'lsp' },
  on_error = function(code, message) check('the client has no error, but ' .. vim.inspect({ code, message }), false) end,
})
check('the server starts', id ~= nil)
if not id then return finish() end
vim.lsp.buf_attach_client(0, id)
check('the server answers', vim.wait(patience, function()
  local client = vim.lsp.get_client_by_id(id)
  return client ~= nil and client.initialized == true
end, 20))

-- Lines and columns from 0.
local function place(line, column)
  return { textDocument = vim.lsp.util.make_text_document_params(), position = { line = line, character = column } }
end
local function ask(method, params)
  local answers = vim.lsp.buf_request_sync(0, method, params, patience) or {}
  local answer = answers[id] or {}
  local problem = answer.error or answer.err
  if problem then check(method .. ' is answered, not ' .. vim.inspect(problem), false) end
  return answer.result
end
local function messages()
  return vim.tbl_map(function(one) return one.message end, vim.diagnostic.get(0))
end

check('an error is shown', vim.wait(patience, function()
  return vim.tbl_contains(messages(), "cannot find 'wond' in scope")
end, 20))

local completion = ask('textDocument/completion', place(7, 12))
local labels = vim.tbl_map(function(item) return item.label end, (completion or {}).items or {})
check('a name of an earlier cell is offered', vim.tbl_contains(labels, 'wonderful'))

vim.api.nvim_buf_set_text(0, 7, 8, 7, 12, { 'wonderful' })
check('an edit that mends the error takes it away', vim.wait(patience, function() return #messages() == 0 end, 20))

local hover = ask('textDocument/hover', place(7, 10))
check('hover shows a type', hover ~= nil and hover.contents.value:find('[Int]', 1, true) ~= nil)

local definition = ask('textDocument/definition', place(7, 10))
check('a name leads to its cell', definition ~= nil and definition.range.start.line == 3)

local edit = ask('textDocument/rename', vim.tbl_extend('force', place(7, 10), { newName = 'numbers' }))
check('a name can be changed', edit ~= nil)
if edit then
  vim.lsp.util.apply_workspace_edit(edit, vim.lsp.get_client_by_id(id).offset_encoding)
  local lines = vim.api.nvim_buf_get_lines(0, 0, -1, false)
  check('the name has changed in both cells', lines[4] == 'let numbers = [1, 2]' and lines[8] == 'let b = numbers')
end

vim.lsp.stop_client(id)
check('the server ends', vim.wait(patience, function() return vim.lsp.client_is_stopped(id) end, 20))
finish()
